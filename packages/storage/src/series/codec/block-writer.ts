import { sectionEnd, sectionStart } from '../section-table.ts'
import type { SectionTable } from '../section-table.ts'
import type { PointColumns } from '../point.ts'
import { ByteWriter } from './byte-writer.ts'
import { encodeInts, encodeSafeInts } from './int-column.ts'
import { FORMAT_VERSION, MAX_BLOCK_POINTS } from './limits.ts'
import { encodeValues } from './value-column.ts'

const head = new ByteWriter(16_384)
const axes = new ByteWriter(16_384)
const values = new ByteWriter(65_536)

/** Which sections of a table go into a block, and the block's level. */
export interface BlockContent {
  /** The first section. */
  readonly from: number
  /** The section after the last one. */
  readonly to: number
  readonly level: number
}

/** Encodes sections as a block; see `docs/formats/series.md`. The caller keeps it within {@link MAX_BLOCK_POINTS}. */
export function encodeBlock(table: SectionTable, { from, to, level }: BlockContent): Uint8Array<ArrayBuffer> {
  const count = to - from
  const start = sectionStart(table, from)
  const total = sectionEnd(table, to - 1) - start
  if (total > MAX_BLOCK_POINTS) throw new RangeError(`a block of ${total} points: the most is ${MAX_BLOCK_POINTS}`)
  const counts = new Float64Array(count)
  const axisOf = new Float64Array(count)
  const valueLengths = new Float64Array(count)
  axes.at = 0
  values.at = 0
  const known = new AxisIndex(table.points)
  for (let i = 0, first = start; i < count; i += 1) {
    const end = sectionEnd(table, from + i)
    counts[i] = end - first
    axisOf[i] = known.find(first, end)
    const mark = values.at
    encodeValues(values, table.points.values, first, end)
    valueLengths[i] = values.at - mark
    first = end
  }
  head.at = 0
  head.u8(FORMAT_VERSION)
  head.u8(level)
  head.varint(count)
  head.varint(known.lengths.length)
  head.varint(total)
  encodeSafeInts(head, Float64Array.from(table.keys.slice(from, to)), 0, count)
  encodeSafeInts(head, counts, 0, count)
  encodeSafeInts(head, axisOf, 0, count)
  encodeSafeInts(head, valueLengths, 0, count)
  encodeSafeInts(head, Float64Array.from(known.lengths), 0, known.lengths.length)
  head.append(axes.written())
  head.append(values.written())
  return head.finish()
}

/** Finds the axis (steps and timestamps) that a section shares with an earlier one of the block, or writes a new one. */
class AxisIndex {
  readonly lengths: number[] = []
  readonly #points: PointColumns
  readonly #starts: number[] = []
  readonly #byShape = new Map<number, number>()

  constructor(points: PointColumns) {
    this.#points = points
  }

  find(start: number, end: number): number {
    const latest = this.lengths.length - 1
    if (latest >= 0 && this.#equals(latest, start, end)) return latest
    const { steps, timestamps } = this.#points
    const shape = (end - start) * 31 + Number(steps[end - 1]) * 7 + Number(timestamps[end - 1]) + Number(steps[start]) * 3
    const candidate = this.#byShape.get(shape)
    if (candidate !== undefined && this.#equals(candidate, start, end)) return candidate
    const mark = axes.at
    encodeInts(axes, steps, start, end)
    encodeInts(axes, timestamps, start, end)
    this.#byShape.set(shape, this.lengths.length)
    this.#starts.push(start, end)
    return this.lengths.push(axes.at - mark) - 1
  }

  #equals(axis: number, start: number, end: number): boolean {
    const first = this.#starts[2 * axis] as number
    if ((this.#starts[2 * axis + 1] as number) - first !== end - start) return false
    const { steps, timestamps } = this.#points
    for (let i = 0; i < end - start; i += 1) {
      if (steps[first + i] !== steps[start + i] || timestamps[first + i] !== timestamps[start + i]) return false
    }
    return true
  }
}
