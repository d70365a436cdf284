import type { ChartGroup, ChartRun } from '../../../charts/chart-run.ts'
import type { Series } from '../../../charts/series.ts'
import { formatNumber } from '../../../values/format.ts'
import { deviationOf, meanOf } from '../../statistics/spread.ts'
import type { BarRow } from './bars.ts'

/** A bar with what is said of it. */
export interface PointRow extends BarRow {
  /** What the bar is as long as; NaN and infinite values have none. */
  readonly value: number
  readonly entries: readonly { readonly name: string; readonly value: string }[]
}

interface Shown {
  readonly runs: readonly ChartRun[]
  /** Absent: each run has a row of its own. */
  readonly groups: readonly ChartGroup[] | undefined
}

/** Values that were logged once, one row per run or the mean of a group, in their order. What has none has no row. */
export function pointRows(series: readonly Series[], { runs, groups }: Shown): PointRow[] {
  const seriesOf = new Map(series.map((one) => [one.runId, one]))
  if (groups !== undefined) return groups.flatMap((group) => rowOfGroup(group, seriesOf))
  return runs.flatMap(({ id, name, colour }) => {
    const own = seriesOf.get(id)
    if (own === undefined) return []
    const value = valueOf(own)
    const bar = Number.isFinite(value) ? { mean: value, deviation: 0, count: 1 } : undefined
    const entries = [
      { name: 'value', value: formatNumber(value) },
      { name: 'step', value: formatNumber(own.from[0] ?? 0) },
    ]
    return [{ id, name, colour, value, bars: [bar], entries }]
  })
}

function rowOfGroup({ id, name, colour, runIds }: ChartGroup, seriesOf: ReadonlyMap<string, Series>): PointRow[] {
  const values = runIds.flatMap((run) => {
    const own = seriesOf.get(run)
    return own === undefined ? [] : [valueOf(own)]
  })
  if (values.length === 0) return []
  const finite = values.filter((value) => Number.isFinite(value))
  const bar = { mean: meanOf(finite), deviation: deviationOf(finite), count: finite.length }
  const entries = [
    { name: 'mean', value: formatNumber(bar.mean) },
    { name: '±', value: formatNumber(bar.deviation) },
    { name: 'runs', value: finite.length === values.length ? `${values.length}` : `${finite.length} of ${values.length}` },
  ]
  return [{ id, name, colour, value: bar.mean, bars: [finite.length === 0 ? undefined : bar], entries }]
}

function valueOf({ last }: Series): number {
  return last[0] ?? Number.NaN
}
