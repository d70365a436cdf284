import type { ResponseFor } from '@reprise/protocol'
import { type Axis, isMetricAxis } from './axis.ts'

/** Numbers of a curve, one per bucket. */
export type Column = Float64Array | Uint32Array

/** One curve: columns of equal length, one entry per bucket, ordered by x. Every point of the run is in one bucket. */
export interface Series {
  readonly runId: string
  readonly metric: string
  /** What the x are. */
  readonly axis: Axis
  readonly from: Column
  readonly to: Column
  readonly first: Column
  readonly last: Column
  readonly min: Column
  readonly max: Column
  readonly mean: Column
  readonly count: Column
  readonly nanCount: Column
  /** The moving average at the last point of each bucket; empty where there is none. */
  readonly smoothed: Column
}

type RunBuckets = ResponseFor<'getSeriesBuckets'>['runs'][number]

interface Asked {
  readonly metric: string
  readonly axis: Axis
  /** How much lists without an average of their own are smoothed. */
  readonly smoothing?: number
}

/** The server's columns as a chart takes them, however they are written. */
export function seriesOf(answer: ResponseFor<'getSeriesBuckets'>, { metric, axis, smoothing = 0 }: Asked): Series[] {
  return answer.runs.map((run) => {
    const columns = run.packed === undefined ? listed(run, smoothing) : unpacked(run.packed, isMetricAxis(axis))
    return { runId: run.run_id, metric, axis, ...columns }
  })
}

type Columns = Omit<Series, 'runId' | 'metric' | 'axis'>

function listed(run: RunBuckets, weight: number): Columns {
  const numbers = (list: readonly (number | bigint)[]) => Float64Array.from(list, Number)
  return {
    from: numbers(run.from.length > 0 ? run.from : run.x_from),
    to: numbers(run.to.length > 0 ? run.to : run.x_to),
    first: numbers(run.first),
    last: numbers(run.last),
    min: numbers(run.min),
    max: numbers(run.max),
    mean: numbers(run.mean),
    count: numbers(run.count),
    nanCount: numbers(run.nan_count),
    // A file that opens without a server has no more than buckets to take an average of.
    smoothed: weight > 0 && run.smoothed.length === 0 ? smooth(run.mean, weight) : numbers(run.smoothed),
  }
}

function unpacked(packed: NonNullable<RunBuckets['packed']>, isDouble: boolean): Columns {
  const doubles = (text: string | undefined) => new Float64Array(bytesOf(text))
  const counts = (text: string | undefined) => new Uint32Array(bytesOf(text))
  return {
    from: isDouble ? doubles(packed.from) : integersOf(bytesOf(packed.from)),
    to: isDouble ? doubles(packed.to) : integersOf(bytesOf(packed.to)),
    first: doubles(packed.first),
    last: doubles(packed.last),
    min: doubles(packed.min),
    max: doubles(packed.max),
    mean: doubles(packed.mean),
    count: counts(packed.count),
    nanCount: counts(packed.nan_count),
    smoothed: doubles(packed.smoothed),
  }
}

/** Little-endian, as every browser's typed arrays are. */
function bytesOf(text: string | undefined): ArrayBuffer {
  if (text === undefined || text === '') return new ArrayBuffer(0)
  // Newer browsers do it ten times as fast.
  const own = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
  if (own.fromBase64 !== undefined) return own.fromBase64(text).buffer
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes.buffer
}

/** Integers of 64 bits as doubles, without making a big integer of each. */
function integersOf(buffer: ArrayBuffer): Float64Array {
  const low = new Uint32Array(buffer)
  const high = new Int32Array(buffer)
  return Float64Array.from({ length: buffer.byteLength / 8 }, (_, at) => (high[2 * at + 1] ?? 0) * 2 ** 32 + (low[2 * at] ?? 0))
}

/** An exponential moving average of some values, without the pull towards zero at the start. `weight` is 0 to below 1. */
export function smooth(values: readonly number[], weight: number): Float64Array {
  let sum = 0
  let total = 0
  return Float64Array.from(values, (value) => {
    if (Number.isFinite(value)) {
      sum = sum * weight + value * (1 - weight)
      total = total * weight + (1 - weight)
    }
    return total === 0 ? Number.NaN : sum / total
  })
}

/** The bucket that is nearest to x; -1 when there is none. */
export function nearest({ from, to }: Pick<Series, 'from' | 'to'>, x: number): number {
  let low = 0
  let high = from.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((to[middle] ?? 0) < x) low = middle + 1
    else high = middle
  }
  const before = low - 1
  if (before < 0 || (from[low] ?? 0) <= x) return low < from.length ? low : -1
  return x - (to[before] ?? 0) <= (from[low] ?? 0) - x ? before : low
}
