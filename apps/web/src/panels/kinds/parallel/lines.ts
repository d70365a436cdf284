import { type Axis, axisOf, jitterOf } from '../../picture/axis.ts'
import { place } from '../../../charts/scale.ts'
import type { Column } from '../../run-values/column.ts'

const MARGIN = { left: 46, right: 46, top: 30, bottom: 26 }

/** Part of the share of a category that its lines are spread over, so that one sees how many they are. */
const SPREAD = 0.3

/** Pixels that an axis has where it is the only one. */
const ALONE = 200

/** Where the lines of runs go: one vertical axis per column. */
export interface Lines {
  readonly count: number
  readonly axes: readonly Axis[]
  /** Pixels of the axes. */
  readonly x: readonly number[]
  /** Per axis, where each run crosses it; below it where a run has no value there. */
  readonly y: readonly Float32Array[]
  readonly top: number
  readonly bottom: number
  /** Where runs without a value cross. */
  readonly none: number
}

export function linesOf(columns: readonly Column[], { count, width, height }: { count: number; width: number; height: number }): Lines {
  const top = MARGIN.top
  const bottom = height - MARGIN.bottom
  const none = bottom + 14
  const axes = columns.map((column) => axisOf(column, { start: bottom, end: top, isLog: column.isWide }))
  const apart = (width - MARGIN.left - MARGIN.right) / Math.max(1, columns.length - 1)
  return {
    count,
    axes,
    x: columns.map((_, at) => (columns.length === 1 ? width / 2 : MARGIN.left + at * apart)),
    y: axes.map((axis) =>
      Float32Array.from(axis.column.numbers, (value, index) => {
        const pixel = place(axis.scale, value) + jitterOf(axis, index, SPREAD)
        return Number.isFinite(pixel) ? pixel : none
      }),
    ),
    top,
    bottom,
    none,
  }
}

/** Pixels from one axis to the next. */
export function shareOf({ x }: Lines): number {
  return x.length < 2 ? ALONE : (x[1] ?? 0) - (x[0] ?? 0)
}

/** The run, of some, whose line passes closest to a pixel; -1 where none does within `reach`. */
export function nearestLine({ x, y }: Lines, indexes: readonly number[], at: { x: number; y: number; reach: number }): number {
  const right = x.findIndex((pixel) => pixel >= at.x)
  const to = right < 0 ? x.length - 1 : Math.max(right, Math.min(1, x.length - 1))
  const from = Math.max(0, to - 1)
  const share = to === from ? 0 : Math.min(1, Math.max(0, (at.x - (x[from] ?? 0)) / ((x[to] ?? 1) - (x[from] ?? 0))))
  let best = -1
  let least = at.reach
  for (const index of indexes) {
    const height = (y[from]?.[index] ?? 0) * (1 - share) + (y[to]?.[index] ?? 0) * share
    if (Math.abs(height - at.y) > least) continue
    least = Math.abs(height - at.y)
    best = index
  }
  return best
}

/** The list with one entry taken to another place. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const rest = list.toSpliced(from, 1)
  const item = list[from]
  return item === undefined ? [...list] : rest.toSpliced(Math.min(rest.length, Math.max(0, to)), 0, item)
}
