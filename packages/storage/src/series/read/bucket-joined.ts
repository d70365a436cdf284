import type { Fetching } from '../driving.ts'
import { visitJoined } from './join-series.ts'
import type { JoinedParts } from './join-series.ts'
import { MovingAverage } from './moving-average.ts'

/** A range of finite doubles, both ends inclusive. */
export interface DoubleRange {
  readonly from: number
  readonly to: number
}

export interface JoinedOptions extends DoubleRange {
  /** Buckets of equal width that the range is divided into, at least 1. */
  readonly count: number
  /** Weight of the moving average, 0 to below 1. */
  readonly weight: number | undefined
}

/** Buckets along another series: as `Buckets`, but with doubles for x. */
export interface JoinedBuckets {
  readonly xFirst: Float64Array
  readonly xLast: Float64Array
  readonly counts: Float64Array
  readonly nanCounts: Float64Array
  readonly first: Float64Array
  readonly last: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly mean: Float64Array
  /** The moving average at the last point by step; empty unless asked for. */
  readonly smoothed: Float64Array
}

/** The range of x that the points of a series have along another; undefined when they have none. */
export function* findJoinedExtent(parts: JoinedParts): Fetching<DoubleRange | undefined> {
  let from = Infinity
  let to = -Infinity
  yield* visitJoined(parts, (x) => {
    if (x < from) from = x
    if (x > to) to = x
  })
  return from > to ? undefined : { from, to }
}

interface Slot {
  count: number
  nanCount: number
  sum: number
  min: number
  max: number
  xFirst: number
  xLast: number
  first: number
  last: number
  smoothed: number
}

/**
 * Exact buckets of a series along another one. x need not ascend with the steps: the first point of a bucket is the one of least x, and of
 * several the first by step; the last likewise.
 */
export function* bucketJoined(parts: JoinedParts, { from, to, count, weight }: JoinedOptions): Fetching<JoinedBuckets> {
  const slots: (Slot | undefined)[] = Array.from({ length: count })
  const indexOf = divide({ from, to }, count)
  const average = weight === undefined ? undefined : new MovingAverage(weight)
  yield* visitJoined(parts, (x, value) => {
    average?.add(value)
    if (x < from || x > to) return
    const index = indexOf(x)
    const slot = (slots[index] ??= openSlot(x, value))
    add(slot, x, value)
    slot.smoothed = average?.value ?? Number.NaN
  })
  const found = slots.filter((slot) => slot !== undefined)
  const column = (read: (slot: Slot) => number): Float64Array => Float64Array.from(found, read)
  const hasNumber = (slot: Slot): boolean => slot.count > slot.nanCount
  return {
    xFirst: column((slot) => slot.xFirst),
    xLast: column((slot) => slot.xLast),
    counts: column((slot) => slot.count),
    nanCounts: column((slot) => slot.nanCount),
    first: column((slot) => slot.first),
    last: column((slot) => slot.last),
    min: column((slot) => (hasNumber(slot) ? slot.min + 0 : NaN)),
    max: column((slot) => (hasNumber(slot) ? slot.max + 0 : NaN)),
    mean: column((slot) => slot.sum / (slot.count - slot.nanCount)),
    smoothed: weight === undefined ? new Float64Array(0) : column((slot) => slot.smoothed),
  }
}

/** Which of `count` equal parts of a range an x within it is in. Ranges wider than the greatest double are halved first. */
function divide({ from, to }: DoubleRange, count: number): (x: number) => number {
  if (from === to) return () => 0
  const scale = Number.isFinite(to - from) ? 1 : 0.5
  const span = to * scale - from * scale
  return (x) => Math.min(count - 1, Math.floor(((x * scale - from * scale) / span) * count))
}

function openSlot(x: number, value: number): Slot {
  const ends = { xFirst: x, xLast: x, first: value, last: value }
  return { count: 0, nanCount: 0, sum: 0, min: Infinity, max: -Infinity, ...ends, smoothed: Number.NaN }
}

function add(slot: Slot, x: number, value: number): void {
  slot.count += 1
  if (x < slot.xFirst) {
    slot.xFirst = x
    slot.first = value
  }
  if (x >= slot.xLast) {
    slot.xLast = x
    slot.last = value
  }
  if (value !== value) {
    slot.nanCount += 1
    return
  }
  slot.sum += value
  if (value < slot.min) slot.min = value
  if (value > slot.max) slot.max = value
}
