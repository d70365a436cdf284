import { type FigureName, figures } from './figures.ts'
import type { Measurement } from './report.ts'
import type { Limit, Target } from './targets.ts'

/** How a target stands. */
export interface Judgement {
  readonly target: Target
  readonly measured: number
  /** What it may be at most, or has to be at least. */
  readonly threshold: number
  /** Of the subject that the target names. */
  readonly compared: number | undefined
  readonly mlflow: number | undefined
  readonly isReached: boolean
}

/** Holds a target against measurements; undefined when they lack what it needs. Later measurements of the same thing count. */
export function judge(target: Target, measurements: readonly Measurement[]): Judgement | undefined {
  const { workload, figure } = target.measured
  const { atLeast, atMost, of, plusOneSync } = target.limit
  const find = (subject: Measurement['subject'], what = workload, name: FigureName = figure): number | undefined =>
    measurements.findLast((one) => one.workload === what && one.subject === subject)?.figures[name]
  const measured = find('reprise')
  const compared = of === undefined ? undefined : find(of)
  if (measured === undefined || (of !== undefined && compared === undefined)) return undefined
  const sync = plusOneSync === true ? find('machine', 'fdatasync', 'p50') : 0
  if (sync === undefined) return undefined
  const threshold = (atLeast ?? atMost ?? Number.NaN) * (compared ?? 1) + sync
  const isReached = atLeast === undefined ? measured <= threshold : measured >= threshold
  return { target, measured, threshold, compared, mlflow: find('mlflow'), isReached }
}

/** A limit in words: `≥ 60 % of the durable floor`, `≤ 6 ms p50`. */
export function describeLimit({ atLeast, atMost, of, plusOneSync }: Limit, figure: FigureName): string {
  const sign = atLeast === undefined ? '≤' : '≥'
  const number = atLeast ?? atMost ?? Number.NaN
  if (of !== undefined) return `${sign} ${number < 1 ? `${Math.round(number * 100)} % of` : `${number} ×`} the ${of}`
  const { unit } = figures[figure]
  return `${sign} ${number.toLocaleString('en')}${unit.startsWith('/') ? '' : ' '}${unit}${plusOneSync === true ? ' + one fdatasync' : ''}`
}
