import { common, createLowlight } from 'lowlight'

/** A part of a line that looks alike. */
export interface Span {
  readonly text: string
  /** `keyword`, `string`, …; absent for plain text. */
  readonly look?: string
}

type Node = {
  readonly type: string
  readonly value?: string
  readonly properties?: { readonly className?: unknown }
  readonly children?: readonly Node[]
}

const lowlight = createLowlight(common)

/** A text as lines of spans; the spans of a line together are the line. */
export function highlightLines(text: string, language: string): Span[][] {
  const lines: Span[][] = [[]]
  const add = ({ value, properties, children }: Node, look: string | undefined): void => {
    const [own] = Array.isArray(properties?.className) ? (properties.className as unknown[]) : []
    const next = typeof own === 'string' ? own.replace(/^hljs-/, '') : look
    for (const child of children ?? []) add(child, next)
    for (const [at, part] of (value ?? '').split('\n').entries()) {
      if (at > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push(look === undefined ? { text: part } : { text: part, look })
    }
  }
  add(lowlight.highlight(language, text), undefined)
  return lines
}
