import { resolvePlain } from '../composing/resolve.ts'
import { analyze, type Analysis } from './analysis.ts'
import type { WrittenScalar } from './nodes.ts'

export type Style = '' | "'" | '"' | '|' | '>'

/** A scalar with the style it is written in. */
export interface Styled {
  readonly characters: readonly string[]
  readonly style: Style
  /** `!!int` and the like, where the text alone would be read as something else. */
  readonly tag: string | undefined
}

/** Plain where it reads back as the same value, then single quotes, then double ones. */
export function chooseStyle(node: WrittenScalar, context: { simpleKey: boolean; flow: boolean }): Styled {
  const { text } = node
  const characters = Array.from(text)
  const implicit = resolvePlain(text) === node.tag
  const style = choose(node, { ...context, analysis: analyze(text, characters), implicit })
  if (text === '' && style === "'" && node.tag === 'null') return { characters: [...'null'], style: '', tag: undefined }
  const understood = style === '' ? implicit : node.tag === 'str'
  return { characters, style, tag: understood ? undefined : `!!${node.tag}` }
}

function choose(node: WrittenScalar, context: { simpleKey: boolean; flow: boolean; analysis: Analysis; implicit: boolean }): Style {
  const { analysis, simpleKey, flow } = context
  const keyNeedsQuotes = simpleKey && (analysis.empty || analysis.multiline)
  const block = node.style === '|' || node.style === '>' ? node.style : undefined
  if (block !== undefined) return flow || simpleKey ? '"' : block
  if (context.implicit && !keyNeedsQuotes && (flow ? analysis.flowPlain : analysis.blockPlain)) return ''
  if (node.text.includes("'") || node.text.includes('\n')) return '"'
  return analysis.singleQuoted && !(simpleKey && analysis.multiline) ? "'" : '"'
}
