import { describeTrend } from './describe-trend.ts'
import { findAnomalies, type MeasuredRun } from './find-anomalies.ts'
import type { Group, GroupedRun } from './group.ts'
import { median, quantile } from './statistics.ts'

/** What runs of one kind, of which there is at least one, are like. Values that are no finite numbers count as not measured. */
export function describeGroup(group: string, given: readonly GroupedRun[]): Group {
  const runs = given.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))
  const measured = runs.flatMap(({ id, start, value }): MeasuredRun[] => (isFiniteNumber(value) ? [{ id, start, value }] : []))
  const values = measured.map(({ value }) => value)
  const succeeded = runs.filter(({ isSuccess }) => isSuccess === true).length
  const failed = runs.filter(({ isSuccess }) => isSuccess === false).length
  return {
    group,
    count: runs.length,
    succeeded,
    failed,
    success_rate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
    measured: values.length,
    median: values.length === 0 ? null : median(values),
    p95: values.length === 0 ? null : quantile(values, 0.95),
    trend: describeTrend(measured),
    anomalies: findAnomalies(measured),
    first_start_time: runs[0]?.start ?? 0,
    last_start_time: runs.at(-1)?.start ?? 0,
  }
}

function isFiniteNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value)
}
