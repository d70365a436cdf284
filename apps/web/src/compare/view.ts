import { type MetricValue, metricValues } from '../diff/metric-value.ts'
import { type PanelsView, readPanelsView } from '../panels/view.ts'
import { isRunId, readList } from '../values/query-string.ts'

/** What a comparison shows, as it stands in the query string. */
export interface CompareView extends PanelsView {
  readonly runs: readonly string[]
  /** Also what all runs have alike. */
  readonly all?: true
  /** The run that the others are held against. */
  readonly base?: string
  /** Which value of each metric is shown; absent: that of its latest point. */
  readonly of?: MetricValue
  /** Part of the names of rows. */
  readonly rows?: string
  /** The id of the saved view that was opened. */
  readonly view?: string
}

/** How many runs are compared at most. */
const MOST = 100

/** Takes from a query string what makes sense, and leaves the rest. */
export function readCompareView(search: Record<string, unknown>): CompareView {
  const runs = [...new Set(readList(search['runs']).filter(isRunId))].slice(0, MOST)
  const { all, base, rows, view } = search
  const of = metricValues.find((value) => value === search['of'])
  return {
    ...readPanelsView(search),
    runs,
    ...(all === true ? { all } : {}),
    ...(typeof base === 'string' && runs.includes(base) ? { base } : {}),
    ...(of === undefined ? {} : { of }),
    ...(typeof rows === 'string' && rows !== '' ? { rows } : {}),
    ...(typeof view === 'string' && /^[0-9a-f-]{36}$/.test(view) ? { view } : {}),
  }
}
