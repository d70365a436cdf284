import type { NamedPoints } from '../batch.ts'
import { pointsEnd, readPoints } from './read-points.ts'
import { endOfPlainText, isAt, loadText, skipSpace, text, toPattern } from './text.ts'

/** A request of logBatch with nothing but points. */
export interface PlainBatch {
  readonly runUuid: string
  /** Views that hold until the next batch is read. */
  readonly points: NamedPoints
}

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN = 123
const CLOSE = 125
const LONGEST_RUN_ID = 64

const fields = ['run_id', 'metrics', 'params', 'tags'].map((name) => ({ name, pattern: toPattern(`"${name}"`) }))

/**
 * Reads the body of logBatch straight into columns when it looks as clients write batches of points: names found good, numbers as JSON
 * has them, integers of at most 15 digits, no params, no tags. Undefined for everything else, which the general decoder reads or
 * refuses; whatever this one reads, that one reads alike. Twice as fast, and leaves nothing to collect.
 */
export function readPlainBatch(body: Uint8Array): PlainBatch | undefined {
  if (!loadText(body)) return undefined
  let runUuid: string | undefined
  let points: NamedPoints | undefined
  let at = skipSpace(0)
  if (text[at] !== OPEN) return undefined
  do {
    at = skipSpace(at + 1)
    const field = fields.find(({ pattern }) => isAt(at, pattern))
    if (field === undefined) return undefined
    at = skipSpace(at + field.pattern.length)
    if (text[at] !== COLON) return undefined
    at = skipSpace(at + 1)
    if (field.name === 'run_id') {
      const end = text[at] === QUOTE ? endOfPlainText(at + 1, LONGEST_RUN_ID) : -1
      if (end <= at + 1 || runUuid !== undefined) return undefined
      runUuid = text.toString('latin1', at + 1, end)
      at = end + 1
    } else if (field.name === 'metrics') {
      if (points !== undefined) return undefined
      points = readPoints(at)
      if (points === undefined) return undefined
      at = pointsEnd()
    } else {
      at = skipEmptyList(at)
      if (at < 0) return undefined
    }
    at = skipSpace(at)
  } while (text[at] === COMMA)
  if (text[at] !== CLOSE || skipSpace(at + 1) !== body.length) return undefined
  return runUuid === undefined || points === undefined ? undefined : { runUuid, points }
}

/** Behind an empty list; -1 when it is something else. */
function skipEmptyList(start: number): number {
  if (text[start] !== OPEN_LIST) return -1
  const at = skipSpace(start + 1)
  return text[at] === CLOSE_LIST ? at + 1 : -1
}
