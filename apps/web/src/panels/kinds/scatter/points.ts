import { type Axis, jitterOf, pixelOf } from '../../picture/axis.ts'
import type { Column } from '../../run-values/column.ts'
import { rankCorrelationOf, trendOf } from '../../statistics/correlation.ts'

/** Where runs stand, in pixels. Runs that can not be placed are left out. */
export interface Points {
  /** Which run each point is. */
  readonly indexes: readonly number[]
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Radius. */
  readonly size: readonly number[]
}

interface Axes {
  readonly x: Axis
  readonly y: Axis
  readonly size?: Column | undefined
}

/** Part of the share of a category that its points are spread over. */
const JITTER = 0.4
const RADIUS = { plain: 3.5, least: 2, most: 9 }

export function pointsOf(runs: number, { x, y, size }: Axes): Points {
  const radiusOf = size === undefined ? () => RADIUS.plain : radiusBy(size)
  const all = Array.from({ length: runs }, (_, index) => ({
    index,
    x: pixelOf(x, index) + jitterOf(x, index, JITTER),
    y: pixelOf(y, index) + jitterOf(y, index * 7 + 3, JITTER),
    size: radiusOf(index),
  }))
  const placed = all.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y))
  return {
    indexes: placed.map(({ index }) => index),
    x: placed.map((point) => point.x),
    y: placed.map((point) => point.y),
    size: placed.map((point) => point.size),
  }
}

/** By area, since that is what the eye compares. */
function radiusBy(column: Column): (index: number) => number {
  const finite = column.numbers.filter((value) => !Number.isNaN(value))
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity)
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity)
  return (index) => {
    const value = column.numbers[index] ?? Number.NaN
    if (Number.isNaN(value)) return RADIUS.least
    const share = most === least ? 0.5 : (value - least) / (most - least)
    return Math.sqrt(RADIUS.least ** 2 + share * (RADIUS.most ** 2 - RADIUS.least ** 2))
  }
}

/** The place, among the points, of the one nearest to a pixel; -1 where none is within `reach`. */
export function nearestPoint({ x, y }: Points, at: { x: number; y: number }, reach: number): number {
  let best = -1
  let least = reach ** 2
  for (let point = 0; point < x.length; point++) {
    const distance = ((x[point] ?? 0) - at.x) ** 2 + ((y[point] ?? 0) - at.y) ** 2
    if (distance > least) continue
    least = distance
    best = point
  }
  return best
}

/** The next point to the right or to the left, which is the point itself at an end; the leftmost where none was meant. */
export function pointBeside({ x }: Points, point: number, by: 1 | -1): number {
  const order = [...x.keys()].toSorted((a, b) => (x[a] ?? 0) - (x[b] ?? 0))
  return order[Math.min(order.length - 1, Math.max(0, order.indexOf(point) + by))] ?? -1
}

/** How the two axes go together, as they are drawn: by logarithms where an axis has them. */
export interface Relation {
  /** `Pearson r = 0.52, n = 198`. */
  readonly text: string
  /** Ends of the line of least squares in pixels; absent where only ranks are compared. */
  readonly line?: readonly [x1: number, y1: number, x2: number, y2: number]
}

export function relationOf(points: Points, { x, y }: Axes, by: 'line' | 'rank'): Relation | undefined {
  if (points.indexes.length < 3 || x.column.kind === 'category' || y.column.kind === 'category') return undefined
  const n = `n = ${points.indexes.length.toLocaleString('en-US')}`
  if (by === 'rank') {
    const values = (axis: Axis) => points.indexes.map((index) => axis.column.numbers[index] ?? Number.NaN)
    return { text: `Spearman ρ = ${print(rankCorrelationOf(values(x), values(y)))}, ${n}` }
  }
  // In pixels, which are linear in what the axes show; down is up.
  const { slope, intercept, r } = trendOf(points.x, points.y)
  if (Number.isNaN(r)) return { text: `Pearson r is not defined: one side does not vary, ${n}` }
  const ends = [x.scale.start, x.scale.end] as const
  const logs = [x.scale.isLog ? 'x' : '', y.scale.isLog ? 'y' : ''].filter((name) => name !== '').join(' and ')
  return {
    text: `Pearson r = ${print(-r)}${logs === '' ? '' : ` of log ${logs}`}, ${n}`,
    line: [ends[0], slope * ends[0] + intercept, ends[1], slope * ends[1] + intercept],
  }
}

function print(coefficient: number): string {
  return coefficient.toFixed(3).replace('-', '−')
}
