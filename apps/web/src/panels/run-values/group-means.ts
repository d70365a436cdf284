import type { ChartGroup } from '../../charts/chart-run.ts'
import { meanOf } from '../statistics/spread.ts'
import type { Column } from './column.ts'
import type { RunValues } from './run-values.ts'

/** One row per group, with the means of its runs. A category stays where all of them share it. Runs of no group are left out. */
export function meansOfGroups({ runs, columns, hasMore }: RunValues, groups: readonly ChartGroup[]): RunValues {
  const places = new Map(runs.map(({ id }, at) => [id, at]))
  const rows = groups
    .map(({ id, name, colour, runIds }) => ({
      run: { id, name, colour, runIds },
      members: runIds.map((runId) => places.get(runId)).filter((at) => at !== undefined),
    }))
    .filter(({ members }) => members.length > 0)
  return {
    runs: rows.map(({ run }) => run),
    columns: columns.map((column) =>
      meansOf(
        column,
        rows.map(({ members }) => members),
      ),
    ),
    hasMore,
  }
}

function meansOf(column: Column, rows: readonly (readonly number[])[]): Column {
  const values = rows.map((members) => {
    const own = members.map((at) => column.numbers[at] ?? Number.NaN).filter((value) => !Number.isNaN(value))
    if (column.kind === 'category') return new Set(own).size === 1 ? (own[0] ?? Number.NaN) : Number.NaN
    return meanOf(own)
  })
  const missing = values.filter((value) => Number.isNaN(value)).length
  const cells = values.map((value) => (Number.isNaN(value) ? undefined : column.kind === 'category' ? column.categories[value] : value))
  return { ...column, numbers: Float64Array.from(values), cells, missing, notFinite: 0 }
}
