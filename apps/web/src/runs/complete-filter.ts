import { quoteText } from '../search/quote.ts'
import { fieldAt, type WrittenField } from './complete-field.ts'

/** What is being written at a place of a filter. */
export type Writing =
  | ({ readonly kind: 'name' } & WrittenField)
  | ({ readonly kind: 'value'; readonly of: ValueField } & Part)
  | ({ readonly kind: 'operator'; readonly isMetric: boolean } & Part)
  | ({ readonly kind: 'field' } & Part)
  | ({ readonly kind: 'join' } & Part)

interface Part {
  /** What is there of it. */
  readonly part: string
  /** Where it begins and ends in the filter. */
  readonly start: number
  readonly end: number
}

/** What values are asked for. */
export interface ValueField {
  readonly entity: 'param' | 'tag' | 'attribute'
  readonly key: string
}

const name = '(?:`[^`]+`|"[^"]+"|[A-Za-z_][\\w./:-]*)'
const field = `(?:(?:(?<call>min|max|first|last)\\()?(?<prefix>[a-z]+)\\.)?(?<key>${name})\\)?`
const value = new RegExp(`${field}\\s*(?:=|!=|\\bI?LIKE\\b|\\b(?:NOT\\s+)?IN\\s*\\((?:\\s*'[^']*'\\s*,)*)\\s*(?<part>'[^']*)?$`, 'i')
const operator = new RegExp(`(?:^|\\(|\\b(?:AND|OR|NOT)\\s)\\s*${field}\\s+(?<part>[A-Za-z!<>=]*)$`, 'i')
const start = /(?:^|\(|\b(?:AND|OR|NOT)\s)\s*(?<part>[A-Za-z_]*)$/i
const join = /(?:'[^']*'|\d|\bNULL|\))\s+(?<part>[A-Za-z]*)$/i
const valued = ['status', 'run_name', 'user_id', 'verdict']

/** What the caret stands in, or undefined where nothing can be said. */
export function writingAt(text: string, caret: number): Writing | undefined {
  const before = withoutEscapes(text.slice(0, caret))
  const isQuoted = (before.match(/'/g)?.length ?? 0) % 2 === 1
  const named = isQuoted ? undefined : fieldAt(text, caret)
  if (named !== undefined) return { kind: 'name', ...named }
  const found = value.exec(before)?.groups
  const of = found === undefined ? undefined : valueFieldOf(found['prefix'], unquote(found['key'] ?? ''))
  if (of !== undefined) return valueWriting(text, { caret, of, quoted: found?.['part'] })
  if (isQuoted) return undefined
  const partOf = (part = '') => ({ part, start: caret - part.length, end: caret })
  const joined = join.exec(before)?.groups
  if (joined !== undefined) return { kind: 'join', ...partOf(joined['part']) }
  const operated = operator.exec(before)?.groups
  if (operated !== undefined && !/^(?:and|or|not)$/i.test(operated['key'] ?? '')) {
    return { kind: 'operator', isMetric: /^metrics?$/i.test(operated['prefix'] ?? ''), ...partOf(operated['part']) }
  }
  const begun = start.exec(before)?.groups
  return begun === undefined ? undefined : { kind: 'field', ...partOf(begun['part']) }
}

/** Texts with escapes, of the same length without: what is in them is of no account here. */
function withoutEscapes(text: string): string {
  return text.replace(/\bE'(?:[^'\\]|\\.)*'/gi, (quoted) => `'${'x'.repeat(quoted.length - 2)}'`)
}

function valueWriting(text: string, { caret, of, quoted = '' }: { caret: number; of: ValueField; quoted: string | undefined }): Writing {
  // What follows inside the quotes belongs to the value that is replaced.
  const rest = quoted === '' ? '' : (/^[^']*'?/.exec(text.slice(caret))?.[0] ?? '')
  return { kind: 'value', of, part: quoted.slice(1), start: caret - quoted.length, end: caret + (rest.endsWith("'") ? rest.length : 0) }
}

function valueFieldOf(prefix: string | undefined, key: string): ValueField | undefined {
  if (prefix !== undefined && /^param(?:eter)?s?$/i.test(prefix)) return { entity: 'param', key }
  if (prefix !== undefined && /^tags?$/i.test(prefix)) return { entity: 'tag', key }
  const isAttribute = prefix === undefined || /^(?:attributes?|attr|run)$/i.test(prefix)
  return isAttribute && valued.includes(key) ? { entity: 'attribute', key } : undefined
}

function unquote(key: string): string {
  return /^[`"]/.test(key) ? key.slice(1, -1) : key
}

/** Something that can be put in the place of what is being written. */
export interface Suggestion {
  readonly text: string
  /** As it stands in the list. */
  readonly title: string
  readonly note?: string
}

const operators = {
  metric: ['<', '<=', '>', '>=', '=', '!=', 'IS NULL', 'IS NOT NULL', 'IN ('],
  text: ['=', '!=', 'IN (', 'NOT IN (', 'LIKE', 'ILIKE', 'IS NULL', 'IS NOT NULL'],
} as const

const fields: readonly Suggestion[] = [
  { text: 'metrics.', title: 'metrics.', note: 'the latest value' },
  { text: 'params.', title: 'params.', note: 'text' },
  { text: 'tags.', title: 'tags.', note: 'text' },
  { text: 'min(metrics.', title: 'min(metrics.…)', note: 'the least value' },
  { text: 'max(metrics.', title: 'max(metrics.…)', note: 'the greatest value' },
  { text: 'first(metrics.', title: 'first(metrics.…)', note: 'the first value' },
  { text: 'status ', title: 'status', note: "'FINISHED', 'FAILED', …" },
  { text: 'run_name ', title: 'run_name', note: 'text' },
  { text: 'user_id ', title: 'user_id', note: 'text' },
  { text: 'duration ', title: 'duration', note: 'seconds' },
  { text: 'start_time ', title: 'start_time', note: 'milliseconds since 1970' },
  { text: 'verdict ', title: 'verdict', note: 'of the last reproduction' },
  { text: 'dataset.name ', title: 'dataset.name', note: 'data that was read' },
  { text: 'NOT ', title: 'NOT', note: 'all but these' },
]

/** What the language itself offers; names and values are asked of the server. */
export function wordsFor(writing: Writing): Suggestion[] {
  const begins = ({ title }: Suggestion) => title.toLowerCase().startsWith(writing.part.toLowerCase())
  if (writing.kind === 'field') return fields.filter(begins)
  if (writing.kind === 'join') return ['AND', 'OR'].map(wordOf).filter(begins)
  if (writing.kind === 'operator') return operators[writing.isMetric ? 'metric' : 'text'].map(wordOf).filter(begins)
  return []
}

function wordOf(text: string): Suggestion {
  return { text: text.endsWith('(') ? text : `${text} `, title: text.endsWith('(') ? `${text}…)` : text }
}

/** The value as it is put into a filter. */
export function suggestValue(found: string, runs: number | bigint): Suggestion {
  return { text: `${quoteText(found)} `, title: found === '' ? "''" : found, note: `${runs} ${Number(runs) === 1 ? 'run' : 'runs'}` }
}

/** The filter with a suggestion in the place of what was written, and where the caret goes. */
export function putIn(text: string, { start: from, end }: Part, put: string): { readonly text: string; readonly caret: number } {
  const rest = text.slice(end)
  const next = text.slice(0, from) + put + (put.endsWith(' ') ? rest.trimStart() : rest)
  return { text: next, caret: from + put.length }
}
