import { isDurationWithin, isEpochWithin, isTimeWithin } from './clock.ts'
import type { Setting, Span } from './setting.ts'

interface Passing {
  readonly kind: string
  readonly pattern: RegExp
  /** Asked where it is known when the run ran: what did not happen then was computed. */
  readonly isOfRun?: (match: string, during: Span) => boolean
}

/** What programs print that is other each time and says nothing of the result: what it looks like. */
const passing: readonly Passing[] = [
  // Versions 3 and 5 are made from a name, and are the same each time.
  { kind: 'uuid', pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[124678][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi },
  // Where MLflow and Reprise show an experiment: another server, and a number there.
  { kind: 'page', pattern: /\bhttps?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?#\/experiments\/\d+(?=[\s/]|$)/g },
  // Of models of MLflow.
  { kind: 'id', pattern: /\bm-[0-9a-f]{32}\b/g },
  {
    kind: 'time',
    pattern:
      /\b(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])(?:[T ]+(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?)?(?!\d)/g,
    isOfRun: isTimeWithin,
  },
  {
    kind: 'time',
    pattern:
      /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,4}(?: \d{1,2})?,? (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?: [AP]M)?(?: (?:[A-Z]{3,4}|[+-]\d{4}))?(?: (?:19|20)\d\d)?\b/g,
    isOfRun: isTimeWithin,
  },
  {
    kind: 'time',
    pattern: /(?<![\d:.])(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:[.,]\d{1,9})?(?![\d:])/g,
    isOfRun: (match, during) => isTimeWithin(match, during) || isDurationWithin(secondsOf(match), 's', during),
  },
  { kind: 'address', pattern: /(?<=\bat )0x[0-9a-f]{6,16}\b|\b0x(?:7f|55|56)[0-9a-f]{10}\b/gi },
  {
    kind: 'duration',
    pattern: /(?<![\w.])\d+(?:\.\d+)?(?:s| ?(?:ns|µs|us|ms|secs?|seconds?|minutes?))\b(?:\/(?:it|step|batch|epoch|iter))?/g,
    isOfRun: (match, during) => isDurationWithin(Number.parseFloat(match), match.replace(/^[\d. ]+/, ''), during),
  },
  { kind: 'duration', pattern: /(?<![\w.])\d+(?:\.\d+)? ?(?:it|steps?|batch(?:es)?|samples|tokens|examples)\/s(?:ec)?\b/g },
]
const epoch = /(?<![\w.+-])\d{10,19}(?:\.\d+)?(?![\w.])/g
const path = /(?<![\w:/.<])\/(?:[\w.@+~-]+\/)+[\w.@+~-]*/g
/** Where programs put what they need for a moment, and where a language is installed. */
const machine =
  /\/(?:var\/)?tmp\/tmp[.\w-]{6,12}(?=\/|\b)|\/[\w./@+~-]+\/(?=(?:bin\/python[\d.]*|lib\/python\d[\d.]*\/[\w./-]+)(?![\w./-]))/g
/** Of private use: no text that people read has them. */
const [open, close] = ['\ue000', '\ue001']
const marks = /\ue000[a-z]+\ue001/g

/**
 * A text with what is passing in it replaced by its kind: two texts that are alike then say the same. With nothing known of the run, what
 * looks passing is; with a setting, times have to be those of the run, durations may not be longer than it, and folders have to be its own.
 */
export function replacePassing(text: string, { during, folders, ids = [], name, renamed }: Setting = {}): string {
  if (text.includes(open)) return text
  let replaced = name === undefined || name === '' ? text : replaceName(text, name, ids)
  if (renamed !== undefined) replaced = replaced.replaceAll(renamed.from, renamed.to)
  for (const id of ids) replaced = replaced.replaceAll(id, mark('id'))
  folders?.forEach((folder, index) => (replaced = replaceFolder(replaced, folder, mark(`folder${'abcdefgh'[index] ?? ''}`))))
  for (const { kind, pattern, isOfRun } of passing) {
    replaced = replaced.replace(pattern, (match) =>
      during === undefined || isOfRun === undefined || isOfRun(match, during) ? mark(kind) : match,
    )
  }
  if (during !== undefined) replaced = replaced.replace(epoch, (match) => (isEpochWithin(match, during) ? mark('time') : match))
  return folders === undefined ? replaced.replace(path, replacePath) : replaced.replace(machine, mark('folder'))
}

/** Whether something is said besides what is passing, in a text in which that is replaced. */
export function saysMore(replaced: string): boolean {
  return /[\p{L}\p{N}]/u.test(replaced.replace(marks, ''))
}

/** The name of the run, where its id stands in the same line: elsewhere it may be any word. */
function replaceName(text: string, name: string, ids: readonly string[]): string {
  if (!ids.some((id) => text.includes(id))) return text
  const whole = new RegExp(`(?<![\\w.-])${name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w-])`, 'g')
  return text.replace(/^.*$/gm, (line) => (ids.some((id) => line.includes(id)) ? line.replace(whole, mark('name')) : line))
}

function mark(kind: string): string {
  return `${open}${kind}${close}`
}

/** Where it lies is passing, what it is called is not. */
function replacePath(found: string): string {
  return `${mark('path')}/${found.slice(found.lastIndexOf('/') + 1)}`
}

/** The folder itself and what lies below it; not others whose names begin like it. */
function replaceFolder(text: string, folder: string, by: string): string {
  let at = text.indexOf(folder)
  if (at === -1 || folder.length < 2) return text
  const parts: string[] = []
  let from = 0
  for (; at !== -1; at = text.indexOf(folder, at + folder.length)) {
    const next = text[at + folder.length] ?? ''
    if (/[\w@+~-]/.test(next)) continue
    parts.push(text.slice(from, at), by)
    from = at + folder.length
  }
  return parts.join('') + text.slice(from)
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.replace(',', '.').split(':').map(Number)
  return hours * 3_600 + minutes * 60 + seconds
}
