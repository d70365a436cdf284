import { GROUP } from './bits.ts'
import type { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { decodeSafeInts, encodeSafeInts } from './int-column.ts'
import { MAX_BLOCK_POINTS } from './limits.ts'
import { decodeValueGroup, encodeValueGroup } from './value-group.ts'
import { summarizeValues } from '../section-summary.ts'

const groups = new ByteWriter(16_384)

/**
 * Writes the values from `start` to `end` (at least one) in groups of {@link GROUP}. More than one group is preceded by a
 * table of the groups: their lengths, NaN counts, minima, maxima and sums, so that an edge of a bucket decodes one group.
 */
export function encodeValues(out: ByteWriter, values: Float64Array, start: number, end: number): void {
  if (end - start <= GROUP) return encodeValueGroup(out, values, start, end - start)
  const count = Math.ceil((end - start) / GROUP)
  const table = new GroupTable(count)
  groups.at = 0
  for (let group = 0, from = start; group < count; group += 1, from += GROUP) {
    const to = Math.min(from + GROUP, end)
    const mark = groups.at
    encodeValueGroup(groups, values, from, to - from)
    const { nanCount, min, max, sum } = summarizeValues(values, from, to)
    table.lengths[group] = groups.at - mark
    table.nanCounts[group] = nanCount
    table.figures.set([min, max, sum], group * 3)
  }
  for (const figure of table.figures) out.f64(figure)
  encodeSafeInts(out, table.lengths, 0, count)
  encodeSafeInts(out, table.nanCounts, 0, count)
  out.append(groups.written())
}

/** What is known of each group of a column without decoding it. */
export class GroupTable {
  readonly lengths: Float64Array
  readonly nanCounts: Float64Array
  /** Minimum, maximum and sum of each group, as in a section's summary. */
  readonly figures: Float64Array
  /** Where each group starts. */
  readonly offsets: Float64Array

  constructor(count: number) {
    this.lengths = new Float64Array(count)
    this.nanCounts = new Float64Array(count)
    this.figures = new Float64Array(count * 3)
    this.offsets = new Float64Array(count)
  }
}

/** Reads the table of a column of more than one group; the reader stands at the first group afterwards. */
export function decodeGroupTable(reader: ByteReader, count: number): GroupTable {
  const groupCount = Math.ceil(count / GROUP)
  const table = new GroupTable(groupCount)
  const start = reader.take(groupCount * 24)
  for (let i = 0; i < groupCount * 3; i += 1) table.figures[i] = reader.view.getFloat64(start + i * 8, true)
  decodeSafeInts(reader, groupCount, table.lengths, 0)
  decodeSafeInts(reader, groupCount, table.nanCounts, 0)
  let at = reader.at
  for (let group = 0; group < groupCount; group += 1) {
    const length = table.lengths[group] as number
    const nanCount = table.nanCounts[group] as number
    if (length < 1 || nanCount < 0 || nanCount > GROUP) throw reader.corrupt(`an impossible group of values before offset ${at}`)
    table.offsets[group] = at
    at += length
  }
  return table
}

/** Reads `count` values (at least one) into `into` from `at` on. */
export function decodeValues(reader: ByteReader, count: number, into: Float64Array, at: number): void {
  if (count > GROUP) skipGroupTable(reader, Math.ceil(count / GROUP))
  for (let from = 0; from < count; from += GROUP) decodeValueGroup(reader, Math.min(GROUP, count - from), into, at + from)
}

const skipped = new Float64Array(MAX_BLOCK_POINTS / GROUP)

function skipGroupTable(reader: ByteReader, groupCount: number): void {
  reader.take(groupCount * 24)
  decodeSafeInts(reader, groupCount, skipped, 0)
  decodeSafeInts(reader, groupCount, skipped, 0)
}
