import { decodeInts, toSafe, widen } from './codec/int-column.ts'
import type { ByteReader } from './codec/byte-reader.ts'
import { decodeValues } from './codec/value-column.ts'
import { sortPoints } from './sort-points.ts'
import type { Int64Column, PointColumns } from './point.ts'

/** Growing columns that points are copied, decoded, sorted and deduplicated in. Only the first `length` points count. */
export class PointBuffer implements PointColumns {
  steps: Int64Column
  timestamps: Int64Column
  values: Float64Array
  length = 0

  constructor(capacity = 1024) {
    this.steps = new Float64Array(capacity)
    this.timestamps = new Float64Array(capacity)
    this.values = new Float64Array(capacity)
  }

  reserve(count: number): void {
    const needed = this.length + count
    if (needed <= this.values.length) return
    const capacity = Math.max(needed, this.values.length * 2)
    this.steps = grow(this.steps, capacity)
    this.timestamps = grow(this.timestamps, capacity)
    this.values = grow(this.values, capacity)
  }

  /** Forgets the points and keeps the memory. */
  clear(): void {
    this.length = 0
    if (this.steps instanceof BigInt64Array) this.steps = new Float64Array(this.steps.length)
    if (this.timestamps instanceof BigInt64Array) this.timestamps = new Float64Array(this.timestamps.length)
  }

  /** Appends the points of `columns` from `start` to `end`. */
  copy(columns: PointColumns, start: number, end: number): void {
    this.reserve(end - start)
    this.steps = copyInts(columns.steps, start, end, { into: this.steps, at: this.length })
    this.timestamps = copyInts(columns.timestamps, start, end, { into: this.timestamps, at: this.length })
    copyValues(columns.values, start, end, { into: this.values, at: this.length })
    this.length += end - start
  }

  /** Reads `count` steps to where the next point goes, and nothing else. */
  decodeSteps(reader: ByteReader, count: number): void {
    this.reserve(count)
    this.steps = decodeInts(reader, count, this.steps, this.length)
  }

  /** Appends `count` steps and timestamps; {@link decodeValues} completes them. */
  decodeAxis(reader: ByteReader, count: number): void {
    this.reserve(count)
    this.steps = decodeInts(reader, count, this.steps, this.length)
    this.timestamps = decodeInts(reader, count, this.timestamps, this.length)
  }

  /** Repeats the axis of the `count` points before the last `count`: sections of one block often share it. */
  repeatAxis(count: number): void {
    this.reserve(count)
    this.steps.copyWithin(this.length, this.length - count, this.length)
    this.timestamps.copyWithin(this.length, this.length - count, this.length)
  }

  /** The values that belong to the axis just appended. */
  decodeValues(reader: ByteReader, count: number): void {
    decodeValues(reader, count, this.values, this.length)
    this.length += count
  }

  /** Sorts the points from `start` on by (step, timestamp, value) and drops repeated ones. */
  settle(start: number): void {
    this.length = sortPoints(this, start, this.length)
  }

  /** The points so far: views while the columns hold them as they should be, so do not write to the buffer afterwards. */
  finish(): PointColumns {
    return {
      steps: narrow(this.steps.subarray(0, this.length)),
      timestamps: narrow(this.timestamps.subarray(0, this.length)),
      values: this.values.subarray(0, this.length),
    }
  }
}

function grow<Column extends Int64Column>(column: Column, capacity: number): Column
function grow(column: Int64Column, capacity: number): Int64Column {
  if (column instanceof Float64Array) {
    const grown = new Float64Array(capacity)
    grown.set(column)
    return grown
  }
  const grown = new BigInt64Array(capacity)
  grown.set(column)
  return grown
}

/** Back to doubles when big integers turned out not to be needed. */
function narrow(column: Int64Column): Int64Column {
  return column instanceof Float64Array ? column : (toSafe(column) ?? column)
}

interface Target<Column> {
  readonly into: Column
  readonly at: number
}

/** Copies below this length by hand: a view costs more. */
const SHORT = 48

function copyValues(from: Float64Array, start: number, end: number, { into, at }: Target<Float64Array>): void {
  if (end - start >= SHORT) into.set(from.subarray(start, end), at)
  else for (let i = start, to = at; i < end; i += 1, to += 1) into[to] = from[i] as number
}

/** Copies integers; the result is the target, or its wide copy when it has to become one. */
function copyInts(from: Int64Column, start: number, end: number, target: Target<Int64Column>): Int64Column {
  const { into, at } = target
  if (from instanceof Float64Array && into instanceof Float64Array) {
    copyValues(from, start, end, { into, at })
    return into
  }
  const wide = into instanceof Float64Array ? widen(into, at) : into
  for (let i = start; i < end; i += 1) wide[at + i - start] = BigInt(from[i] as number | bigint)
  return wide
}
