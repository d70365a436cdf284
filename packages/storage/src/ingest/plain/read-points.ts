import { limits } from '@reprise/protocol'
import type { NamedPoints } from '../batch.ts'
import { NameTable } from './name-table.ts'
import { numberEnd, readDouble, readInteger } from './read-number.ts'
import { isAt, type Pattern, skipSpace, text, toPattern } from './text.ts'

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN = 123
const CLOSE = 125

/** The fields of a point, as bits. */
const KEY = 1
const VALUE = 2
const TIMESTAMP = 4
const STEP = 8
const ALL = KEY | VALUE | TIMESTAMP | STEP

/** By their first letter, which tells them apart. */
const fields: ({ readonly bit: number; readonly name: Pattern } | undefined)[] = []
for (const [name, bit] of Object.entries({ key: KEY, value: VALUE, timestamp: TIMESTAMP, step: STEP })) {
  fields[name.charCodeAt(0)] = { bit, name: toPattern(`"${name}"`) }
}

const most = limits.metricsPerBatch
const steps = new Float64Array(most)
const timestamps = new Float64Array(most)
const values = new Float64Array(most)
const places = new Uint16Array(most)

const table = new NameTable()
/** The batch in which each name occurred last, and its place among the names of that batch. */
const seenIn: number[] = []
const placeOf: number[] = []
let batch = 0

let end = 0

/** Where the list ended that was read last. */
export function pointsEnd(): number {
  return end
}

/** Reads the list of points that begins here: views that hold until the next one is read. Undefined when the general decoder has to. */
export function readPoints(start: number): NamedPoints | undefined {
  if (text[start] !== OPEN_LIST) return undefined
  table.forgetIfFull()
  batch += 1
  const names: string[] = []
  let at = start
  let count = 0
  let last = -1
  do {
    at = skipSpace(at + 1)
    if (count === most) return undefined
    last = readPoint(at, count, last)
    if (last < 0) return undefined
    if (seenIn[last] !== batch) {
      seenIn[last] = batch
      placeOf[last] = names.push(table.names[last] as string) - 1
    }
    places[count] = placeOf[last] as number
    count += 1
    at = skipSpace(end)
  } while (text[at] === COMMA)
  if (text[at] !== CLOSE_LIST) return undefined
  end = at + 1
  const [ofSteps, ofTimestamps, ofValues] = [steps, timestamps, values].map((column) => column.subarray(0, count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return { names, places: places.subarray(0, count), steps: ofSteps, timestamps: ofTimestamps, values: ofValues }
}

/** Reads one point into the columns; the number of its name, or -1. */
function readPoint(start: number, index: number, last: number): number {
  if (text[start] !== OPEN) return -1
  let at = start
  let seen = 0
  let name = -1
  steps[index] = 0
  do {
    at = skipSpace(at + 1)
    const field = fields[text[at + 1] as number]
    // A field that is given twice is left to the general decoder.
    if (field === undefined || (seen & field.bit) !== 0 || !isAt(at, field.name)) return -1
    const { bit } = field
    seen |= bit
    at = skipSpace(at + field.name.length)
    if (text[at] !== COLON) return -1
    at = skipSpace(at + 1)
    if (bit === KEY) {
      name = text[at] === QUOTE ? table.find(at + 1, last) : -1
      if (name < 0) return -1
      at += table.lengthOf(name) + 2
    } else {
      const number = bit === VALUE ? readDouble(at) : readInteger(at)
      if (Number.isNaN(number) || (bit === TIMESTAMP && number < 0)) return -1
      if (bit === VALUE) values[index] = number
      else if (bit === STEP) steps[index] = number
      else timestamps[index] = number
      at = numberEnd()
    }
    at = skipSpace(at)
  } while (text[at] === COMMA)
  if (text[at] !== CLOSE || (seen | STEP) !== ALL) return -1
  end = at + 1
  return name
}
