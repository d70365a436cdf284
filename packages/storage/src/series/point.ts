import { compareInt64, toInt64 } from '@reprise/protocol'
import type { Int64 } from '@reprise/protocol'

/** One logged value of one metric key of one run. `step` and `timestamp` are exact 64-bit integers, `value` any f64. */
export interface Point {
  readonly step: Int64
  /** Milliseconds since 1970. */
  readonly timestamp: Int64
  readonly value: number
}

/** 64-bit integers: doubles while all are safe integers, which is nearly always and several times faster. */
export type Int64Column = Float64Array | BigInt64Array

/** Points as columns of equal length. */
export interface PointColumns {
  readonly steps: Int64Column
  readonly timestamps: Int64Column
  readonly values: Float64Array
}

/** The integer at `index`, as a number when it is safe. */
export function int64At(column: Int64Column, index: number): Int64 {
  const value = column[index] as Int64
  return typeof value === 'bigint' ? toInt64(value) : value
}

export function pointAt(columns: PointColumns, index: number): Point {
  return { step: int64At(columns.steps, index), timestamp: int64At(columns.timestamps, index), value: columns.values[index] as number }
}

/** The points of the columns as objects. For small results and tests: 100 bytes a point. */
export function toPoints(columns: PointColumns): Point[] {
  return Array.from(columns.values, (_, index) => pointAt(columns, index))
}

/** A view of the points from `start` to `end`. */
export function sliceColumns(columns: PointColumns, start: number, end: number): PointColumns {
  return {
    steps: columns.steps.subarray(start, end),
    timestamps: columns.timestamps.subarray(start, end),
    values: columns.values.subarray(start, end),
  }
}

/** Points as columns, in the order given. */
export function toColumns(points: readonly Point[]): PointColumns {
  return {
    steps: toInt64Column(points.map((point) => point.step)),
    timestamps: toInt64Column(points.map((point) => point.timestamp)),
    values: Float64Array.from(points, (point) => point.value),
  }
}

/** Integers as a column; `BigInt64Array` only when one of them is not safe. */
export function toInt64Column(integers: readonly Int64[]): Int64Column {
  return integers.every((integer) => typeof integer === 'number')
    ? Float64Array.from(integers)
    : BigInt64Array.from(integers, (integer) => BigInt(integer))
}

/**
 * The order of values at one (step, timestamp), MLflow's: NaN ranks as 0 and comes after 0 (it is stored as the value 0
 * with a flag). -0 and 0 are equal, as are two NaN.
 */
export function compareValues(a: number, b: number): number {
  const rankA = a !== a ? 0 : a
  const rankB = b !== b ? 0 : b
  if (rankA !== rankB) return rankA < rankB ? -1 : 1
  return (a !== a ? 1 : 0) - (b !== b ? 1 : 0)
}

/** The order of a series: (step, timestamp, value). Points that compare equal are one point. */
export function comparePoints(a: Point, b: Point): number {
  return compareInt64(a.step, b.step) || compareInt64(a.timestamp, b.timestamp) || compareValues(a.value, b.value)
}

/** The order of MLflow's get-history: (timestamp, step, value). */
export function compareHistory(a: Point, b: Point): number {
  return compareInt64(a.timestamp, b.timestamp) || compareInt64(a.step, b.step) || compareValues(a.value, b.value)
}
