import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { experimentQuery, keysQuery, runsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { assignColours } from './colours.ts'
import { ColumnPicker } from './column-picker.tsx'
import { columnOf, ownColumns, quoteField } from './columns.ts'
import { FilterBar } from './filter-bar.tsx'
import { RunActions } from './run-actions.tsx'
import { RunCharts } from './run-charts.tsx'
import { RunTable } from './run-table.tsx'
import styles from './runs-page.module.css'
import type { RunsView, ViewChange } from './view.ts'

/** Runs whose curves are drawn while none is picked. */
const CHARTED = 10
/** The same, where they are averaged. */
const AVERAGED = 100
/** Columns that are shown until somebody picks others. */
const FIRST_METRICS = 4
/** Among which those are looked for: what machines log comes between. */
const FIRST_NAMES = 40
const FIRST_PARAMS = 5

/** The runs of an experiment: a table on the left, their curves on the right, a filter above. All of it stands in the address. */
export function RunsPage() {
  const { experiment } = useParams({ from: '/e/$experiment' })
  const view = useSearch({ from: '/e/$experiment' })
  const navigate = useNavigate({ from: '/e/$experiment' })
  const change = (next: ViewChange) => void navigate({ search: (before: RunsView) => ({ ...before, ...next }) as RunsView, replace: true })
  const ids = useMemo(() => [experiment], [experiment])
  const { data: about, error: missing } = useQuery(experimentQuery(experiment))
  const { data: metrics } = useQuery(keysQuery(ids, 'metric', '', FIRST_NAMES))
  const { data: params } = useQuery(keysQuery(ids, 'param', '', FIRST_PARAMS))
  const chosen = view.cols ?? [
    ...(metrics?.keys.map(({ key }) => `metrics.${key}`).filter((field) => !field.startsWith('metrics.system/')) ?? []).slice(
      0,
      FIRST_METRICS,
    ),
    ...(params?.keys.map(({ key }) => `params.${key}`) ?? []),
  ]
  const areColumnsKnown = view.cols !== undefined || (metrics !== undefined && params !== undefined)
  const columns = useMemo(() => [...ownColumns, ...chosen.map(columnOf)], [chosen.join('\n')])
  const query = runsQuery({
    experimentIds: ids,
    filter: view.q ?? '',
    orderBy: view.sort === undefined ? [] : [quoteSort(view.sort)],
    fields: [...chosen, ...(view.over === undefined ? [] : ['params.*']), 'tags.mlflow.parentRunId', 'tags.reprise.verdict'],
    deleted: view.deleted === true,
  })
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, isPending } = useInfiniteQuery({
    ...query,
    enabled: areColumnsKnown,
  })
  const runs = useMemo(() => data?.pages.flatMap((one) => one.runs) ?? [], [data])
  const selected = view.sel ?? []
  const most = view.over === undefined ? CHARTED : AVERAGED
  const charted = selected.length > 0 ? runs.filter(({ info }) => selected.includes(info.run_id)) : runs.slice(0, most)
  const colours = useMemo(() => assignColours(charted.map(({ info }) => info.run_id)), [charted])
  const [isChartsOpen, setChartsOpen] = useState(true)
  if (missing !== null) return <Notice title="This experiment could not be read" text={errorText(missing)} />
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <Link to="/experiments">Experiments</Link>
        <span className={page['soft']}>/</span>
        <h1>{about?.name ?? ' '}</h1>
        <div className={styles['tools']}>
          <RunActions experiment={experiment} selected={selected} isDeleted={view.deleted === true} onDone={() => change({ sel: [] })} />
          <button type="button" className={page['button']} aria-pressed={isChartsOpen} onClick={() => setChartsOpen(!isChartsOpen)}>
            Charts
          </button>
          <ColumnPicker experimentIds={ids} chosen={chosen} onChange={(cols) => change({ cols })} />
          <label className={page['button']}>
            <input
              type="checkbox"
              checked={view.deleted === true}
              onChange={({ target }) => change({ deleted: target.checked ? true : undefined, sel: [] })}
            />
            Deleted
          </label>
        </div>
      </div>
      <FilterBar key={view.q ?? ''} experimentIds={ids} filter={view.q ?? ''} error={error} onChange={(q) => change({ q })} />
      <div className={isChartsOpen ? styles['split'] : styles['whole']}>
        <RunTable
          runs={runs}
          columns={columns}
          colours={colours}
          view={view}
          isPending={isPending}
          onChange={change}
          onNeedMore={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
          }}
        />
        {isChartsOpen ? <RunCharts experimentIds={ids} runs={charted} colours={colours} view={view} onChange={change} /> : null}
      </div>
    </div>
  )
}

function quoteSort(sort: string): string {
  const space = sort.lastIndexOf(' ')
  return `${quoteField(sort.slice(0, space))} ${sort.slice(space + 1)}`
}
