import { nearest, type Series } from './series.ts'

/** The mean of several runs where each of them has points, and how far they lie apart. Columns of equal length, ordered by x. */
export interface Band {
  /** What the runs have in common. */
  readonly id: string
  readonly x: readonly number[]
  readonly mean: readonly number[]
  /** Mean minus and plus the standard deviation of the runs. */
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** How many runs have a point there. */
  readonly runs: readonly number[]
}

/** Points of a band: finer than what a chart of usual width shows. */
const POINTS = 400

/** One band per group: `groupOf` says which runs belong together. Runs without a group are left out. */
export function bandsOf(series: readonly Series[], groupOf: (runId: string) => string | undefined): Band[] {
  const groups = Map.groupBy(series, ({ runId }) => groupOf(runId))
  return [...groups].flatMap(([id, members]) => (id === undefined ? [] : [bandOf(id, members)]))
}

function bandOf(id: string, members: readonly Series[]): Band {
  const xs = gridOf(members)
  const rows = xs.map((x) => spreadOf(members.map((one) => valueAt(one, x)).filter((value) => Number.isFinite(value))))
  return {
    id,
    x: xs,
    mean: rows.map(({ mean }) => mean),
    low: rows.map(({ mean, deviation }) => mean - deviation),
    high: rows.map(({ mean, deviation }) => mean + deviation),
    runs: rows.map(({ count }) => count),
  }
}

/** Every x that some run has, where those are few; else evenly spaced ones. */
function gridOf(members: readonly Series[]): number[] {
  const own = [...new Set(members.flatMap(({ from }) => [...from]))].toSorted((a, b) => a - b)
  if (own.length <= POINTS) return own
  const first = own[0] ?? 0
  const last = Math.max(...members.map(({ to }) => to.at(-1) ?? first))
  return Array.from({ length: POINTS }, (_, at) => first + ((last - first) * at) / (POINTS - 1))
}

/** The mean of the bucket at x, or its average where curves are smoothed; NaN outside of what the run has. */
function valueAt(series: Series, x: number): number {
  const { from, to, mean, smoothed } = series
  if (from.length === 0 || x < (from[0] ?? 0) || x > (to.at(-1) ?? 0)) return Number.NaN
  return (smoothed.length > 0 ? smoothed : mean)[nearest(series, x)] ?? Number.NaN
}

/** With the deviation of a sample; one value has none. */
function spreadOf(values: readonly number[]): { mean: number; deviation: number; count: number } {
  const count = values.length
  if (count === 0) return { mean: Number.NaN, deviation: 0, count }
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, count }
}
