import type { Int64 } from '../int64.ts'
import { areSingles, type DoubleSize, packDoubles, unpackDoubles } from './packed-doubles.ts'
import { add, differencesOf, packIntegers, subtract, sumsOf, unpackIntegers } from './packed-integers.ts'
import type { StillAxis, StillBuckets, StillPoints } from './still.ts'

/** Points, by step. */
export interface SeriesPoints {
  readonly step: readonly Int64[]
  /** Milliseconds since 1970. */
  readonly time: readonly Int64[]
  readonly value: Float64Array
}

/** Points that stand together, along an axis. Least, greatest and mean are of the values that are not NaN, and NaN where there are none. */
export interface SeriesBuckets {
  /** x of the first and of the last point. */
  readonly from: readonly Int64[]
  readonly to: readonly Int64[]
  readonly count: readonly Int64[]
  readonly nanCount: readonly Int64[]
  readonly first: Float64Array
  readonly last: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly mean: Float64Array
}

/** Where points and buckets stand. What is logged together stands at the same places, which are kept once. */
export interface StillAxes {
  readonly all: readonly StillAxis[]
  /** Which of {@link all} this is. */
  place(axis: StillAxis): number
}

export function createStillAxes(): StillAxes {
  const all: StillAxis[] = []
  const known = new Map<string, number>()
  return {
    all,
    place: (axis) => {
      const text = JSON.stringify(axis)
      const place = known.get(text) ?? all.push(axis) - 1
      known.set(text, place)
      return place
    },
  }
}

/** Exactly. */
export function packPoints({ step, time, value }: SeriesPoints, axes: StillAxes): StillPoints {
  const axis = axes.place(axisOf({ step: packIntegers(differencesOf(step)), time: packIntegers(differencesOf(time)) }))
  return { axis, value: packDoubles(value, areSingles(value) ? 4 : 8) }
}

export function unpackPoints({ axis, value }: StillPoints, axes: readonly StillAxis[]): SeriesPoints {
  const { step = '', time = '' } = axes[axis] ?? {}
  const steps = sumsOf(unpackIntegers(step))
  return { step: steps, time: sumsOf(unpackIntegers(time)), value: unpackDoubles(value, steps.length) }
}

/** Values to seven digits where no chart could tell, else exactly. */
export function packBuckets(buckets: SeriesBuckets, axes: StillAxes): StillBuckets {
  const { from, to, count, nanCount, first, last, min, max, mean } = buckets
  const axis = axes.place(
    axisOf({
      from: packIntegers(differencesOf(from)),
      length: packIntegers(to.map((end, at) => subtract(end, from[at] ?? end))),
      count: packIntegers(count),
    }),
  )
  const size = sizeOf(buckets)
  return {
    axis,
    nan_count: nanCount.every((one) => Number(one) === 0) ? undefined : packIntegers(nanCount),
    first: packDoubles(first, size),
    last: packDoubles(last, size),
    min: packDoubles(min, size),
    max: packDoubles(max, size),
    mean: packDoubles(mean, size),
  }
}

export function unpackBuckets(packed: StillBuckets, axes: readonly StillAxis[]): SeriesBuckets {
  const { from: starts = '', length = '', count = '' } = axes[packed.axis] ?? {}
  const from = sumsOf(unpackIntegers(starts))
  const lengths = unpackIntegers(length)
  const doubles = (text: string): Float64Array => unpackDoubles(text, from.length)
  return {
    from,
    to: from.map((start, at) => add(start, lengths[at] ?? 0)),
    count: unpackIntegers(count),
    nanCount: packed.nan_count === undefined ? from.map(() => 0) : unpackIntegers(packed.nan_count),
    first: doubles(packed.first),
    last: doubles(packed.last),
    min: doubles(packed.min),
    max: doubles(packed.max),
    mean: doubles(packed.mean),
  }
}

function axisOf(columns: Partial<StillAxis>): StillAxis {
  return { step: undefined, time: undefined, from: undefined, length: undefined, count: undefined, ...columns }
}

/** Of how far the values reach around a bucket, what is lost at most: less than a pixel, were they to fill a chart. */
const LEAST_PART = 1 / 64

/** Four bytes, unless values that lie together are so far from zero, so large or so small that they would become alike. */
function sizeOf({ min, max }: SeriesBuckets): DoubleSize {
  for (let at = 0; at < min.length; at++) {
    const lost = Math.max(lostOf(min[at]), lostOf(max[at]))
    if (lost > 0 && !(lost <= LEAST_PART * reachAround(min, max, at))) return 8
  }
  return 4
}

/** Below this, four bytes hold fewer than seven digits. */
const LEAST_SINGLE = 2 ** -126

function lostOf(value = 0): number {
  if (!Number.isFinite(value) || value === 0) return 0
  return Math.abs(value) < LEAST_SINGLE ? Infinity : Math.abs(Math.fround(value) - value)
}

/** Between the least and the greatest value of a bucket and its neighbours. */
function reachAround(min: Float64Array, max: Float64Array, at: number): number {
  let [low, high] = [Infinity, -Infinity]
  for (let near = Math.max(0, at - 1); near <= at + 1 && near < min.length; near++) {
    const [least = Number.NaN, most = Number.NaN] = [min[near], max[near]]
    if (least < low) low = least
    if (most > high) high = most
  }
  return high - low
}
