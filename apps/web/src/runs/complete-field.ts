import type { KeyEntity } from '../server/queries.ts'

/** A field that is being written in a filter: `metrics.lo`. */
export interface WrittenField {
  readonly entity: KeyEntity
  /** What is there of the name. */
  readonly part: string
  /** Where the name begins and ends in the filter. */
  readonly start: number
  readonly end: number
}

const entities: Readonly<Record<string, KeyEntity>> = {
  metrics: 'metric',
  metric: 'metric',
  params: 'param',
  param: 'param',
  tags: 'tag',
  tag: 'tag',
}

/** The field whose name the caret stands in; undefined where something else is written, a quoted value for one. */
export function fieldAt(text: string, caret: number): WrittenField | undefined {
  const before = text.slice(0, caret)
  if ((before.match(/'/g)?.length ?? 0) % 2 === 1) return undefined
  const match = /(?:^|[\s(])([a-z]+)\.`?([^\s`'"=<>!()]*)$/i.exec(before)
  const entity = entities[match?.[1]?.toLowerCase() ?? '']
  if (match === null || entity === undefined) return undefined
  const part = match[2] ?? ''
  const rest = /^[^\s`'"=<>!()]*`?/.exec(text.slice(caret))?.[0] ?? ''
  const tick = before.at(-part.length - 1) === '`' ? 1 : 0
  return { entity, part, start: caret - part.length - tick, end: caret + rest.length }
}

/** The filter with the name in place, and where the caret goes. Names that are no identifiers get backticks. */
export function takeSuggestion(text: string, { start, end }: WrittenField, key: string): { text: string; caret: number } {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : `\`${key}\``
  const next = `${text.slice(0, start)}${name} ${text.slice(end).trimStart()}`
  return { text: next, caret: start + name.length + 1 }
}
