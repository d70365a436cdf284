import type { Int64 } from '@reprise/protocol'
import type { Point } from '../point.ts'

/** The plain meaning of series, on objects and big integers, sharing no code with the engine. */

type Order = (point: Point) => readonly [bigint, bigint, number, number]

const byStep: Order = ({ step, timestamp, value }) => [BigInt(step), BigInt(timestamp), rank(value), Number.isNaN(value) ? 1 : 0]
const byTime: Order = ({ step, timestamp, value }) => [BigInt(timestamp), BigInt(step), rank(value), Number.isNaN(value) ? 1 : 0]

function rank(value: number): number {
  return Number.isNaN(value) ? 0 : value
}

/** Each point once, in order. -0 and 0 at one step and timestamp are one point, and 0 stays. */
export function dedupe(points: readonly Point[], order: 'step' | 'history'): Point[] {
  const known = new Map<string, Point>()
  for (const point of points) {
    const identity = `${point.step} ${point.timestamp} ${point.value === 0 ? 0 : point.value}`
    if (!known.has(identity) || Object.is(point.value, 0)) known.set(identity, point)
  }
  const keyOf = order === 'step' ? byStep : byTime
  const keyed = [...known.values()].map((point) => ({ point, key: keyOf(point) }))
  return keyed.toSorted((a, b) => compareKeys(a.key, b.key)).map(({ point }) => point)
}

function compareKeys(a: ReturnType<Order>, b: ReturnType<Order>): number {
  for (const [index, part] of a.entries()) {
    const other = b[index] as number | bigint
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}

/** One bucket as a user would compute it. */
export interface PlainBucket {
  readonly index: number
  readonly count: number
  readonly nanCount: number
  readonly first: number
  readonly last: number
  readonly min: number
  readonly max: number
  readonly xFirst: Int64
  readonly xLast: Int64
  readonly values: readonly number[]
}

/** Buckets of points that are deduplicated. */
export function bucketPlainly(
  points: readonly Point[],
  { x, from, to, width }: { x: 'step' | 'time'; from: Int64; to: Int64; width: Int64 },
): PlainBucket[] {
  const read = (point: Point): Int64 => (x === 'step' ? point.step : point.timestamp)
  const inside = dedupe(points, x === 'step' ? 'step' : 'history').filter((point) => read(point) >= from && read(point) <= to)
  const groups = Map.groupBy(inside, (point) => Number((BigInt(read(point)) - BigInt(from)) / BigInt(width)))
  return [...groups].map(([index, members]) => {
    const numbers = members.map((point) => point.value).filter((value) => !Number.isNaN(value))
    const [first, last] = [members[0] as Point, members.at(-1) as Point]
    return {
      index,
      count: members.length,
      nanCount: members.length - numbers.length,
      first: first.value,
      last: last.value,
      min: numbers.length === 0 ? NaN : numbers.reduce((a, b) => Math.min(a, b)) + 0,
      max: numbers.length === 0 ? NaN : numbers.reduce((a, b) => Math.max(a, b)) + 0,
      xFirst: read(first),
      xLast: read(last),
      values: numbers,
    }
  })
}

/** Whether `sum` is the sum of the values up to rounding; true as well where rounding decides about overflow. */
export function isSum(sum: number, values: readonly number[]): boolean {
  const infinities = new Set(values.filter((value) => Math.abs(value) === Infinity))
  if (infinities.size === 2) return Number.isNaN(sum)
  if (infinities.size === 1)
    return (
      sum === [...infinities][0] || values.reduce((total, value) => total + (Number.isFinite(value) ? Math.abs(value) : 0), 0) === Infinity
    )
  const size = values.reduce((total, value) => total + Math.abs(value), 0)
  if (size === Infinity) return true
  return Math.abs(sum - values.reduce((total, value) => total + value, 0)) <= size * values.length * Number.EPSILON
}
