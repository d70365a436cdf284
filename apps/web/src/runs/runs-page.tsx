import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { renameExperiment, restoreExperiment } from '../editing/edit-experiments.ts'
import { canEdit } from '../server/client.ts'
import { experimentQuery, runsQuery } from '../server/queries.ts'
import { EditName } from '../shell/edit-name.tsx'
import page from '../shell/page.module.css'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { assignColours } from '../charts/run-colours.ts'
import { ColumnPicker } from './column-picker.tsx'
import { chartedRuns, toggleDrawn } from './drawn-runs.ts'
import { countRuns } from '../editing/edit-runs.ts'
import { FilterBar } from './filter-bar.tsx'
import { quoteSort } from '../search/quote.ts'
import { RunActions } from './run-actions.tsx'
import { RunCharts } from './run-charts.tsx'
import { RunTable } from './run-table.tsx'
import { RunsViews } from './runs-views.tsx'
import styles from './runs-page.module.css'
import { useColumns } from './use-columns.ts'
import { useSameList } from './use-same-list.ts'
import type { RunsView, ViewChange } from './view.ts'

/** What is always read of runs: it decides how they stand and what they are called. */
const always = ['tags.mlflow.parentRunId', 'tags.reprise.verdict']

/** The runs of an experiment: a table on the left, their curves on the right, a filter above. All of it stands in the address. */
export function RunsPage() {
  const { experiment } = useParams({ from: '/e/$experiment' })
  const view = useSearch({ from: '/e/$experiment' })
  const navigate = useNavigate({ from: '/e/$experiment' })
  const queries = useQueryClient()
  // Back leads to the filter and the order before; not over every width of a column.
  const change = (next: ViewChange, isStep = 'q' in next || 'sort' in next) =>
    void navigate({ search: (before: RunsView) => ({ ...before, ...next }) as RunsView, replace: !isStep })
  const ids = useMemo(() => [experiment], [experiment])
  const { data: about, error: missing } = useQuery(experimentQuery(experiment))
  useTitle(about?.name)
  const columns = useColumns(ids, view.cols)
  const fields = [
    ...(columns ?? []).map(({ id }) => id),
    ...(view.over === undefined ? [] : ['params.*']),
    ...(view.group === undefined ? [] : [view.group]),
    ...always,
  ]
  const query = runsQuery({
    experimentIds: ids,
    filter: view.q ?? '',
    orderBy: view.sort === undefined ? [] : [quoteSort(view.sort)],
    fields: [...new Set(fields)],
    deleted: view.deleted === true,
  })
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, isPending } = useInfiniteQuery({
    ...query,
    enabled: columns !== undefined,
  })
  const [isMistaken, setMistaken] = useState(false)
  const [isReadingAll, setReadingAll] = useState(false)
  useEffect(() => {
    if (isReadingAll && hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage()
    if (!hasNextPage) setReadingAll(false)
  }, [isReadingAll, hasNextPage, isFetchingNextPage, error, fetchNextPage])
  const runs = useMemo(() => data?.pages.flatMap((one) => one.runs) ?? [], [data])
  const selected = view.sel ?? []
  const charted = useSameList(useMemo(() => chartedRuns(runs, view), [runs, view.sel, view.over, view.draw]))
  const colours = useMemo(() => assignColours(charted.map(({ info }) => info.run_id)), [charted])
  const drawn = useMemo(() => new Map([...colours].filter(([id]) => view.off?.includes(id) !== true)), [colours, view.off])
  if (missing !== null) return <Unreadable title="This experiment could not be read" error={missing} />
  const isChartsOpen = view.table !== true
  const foundText = hasNextPage ? `more than ${runs.length}` : String(runs.length)
  const columnIds = (columns ?? []).map(({ id }) => id)
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <Link to="/experiments">Experiments</Link>
        <span className={page['soft']}>/</span>
        <EditName
          label="Name of the experiment"
          name={about?.name ?? ' '}
          isEditable={canEdit && about !== undefined}
          onKeep={(name) => about !== undefined && void renameExperiment(queries, about, name)}
        />
        {isPending || error !== null ? null : (
          <span className={styles['count']} title={hasNextPage ? 'So many were read: more are when they are scrolled to' : undefined}>
            {hasNextPage ? 'more than ' : ''}
            {countRuns(runs.length)}
          </span>
        )}
        <div className={styles['tools']}>
          <RunActions experiment={about} selected={selected} isDeleted={view.deleted === true} onDone={() => change({ sel: undefined })} />
          <RunsViews experimentId={experiment} experiment={about} view={view} />
          <button
            type="button"
            className={page['button']}
            aria-pressed={isChartsOpen}
            onClick={() => change({ table: isChartsOpen ? true : undefined })}
          >
            Charts
          </button>
          <ColumnPicker experimentIds={ids} view={view} chosen={columnIds} onChange={change} />
          <label className={page['button']}>
            <input
              type="checkbox"
              checked={view.deleted === true}
              onChange={({ target }) => change({ deleted: target.checked ? true : undefined, sel: undefined })}
            />
            Deleted
          </label>
        </div>
      </div>
      {about?.lifecycle_stage === 'deleted' ? (
        <p role="status" className={styles['deleted']}>
          This experiment is deleted, with its runs: programs can not log to it.
          {canEdit ? (
            <button type="button" className={page['button']} onClick={() => void restoreExperiment(queries, about)}>
              Restore
            </button>
          ) : null}
        </p>
      ) : null}
      <FilterBar experimentIds={ids} filter={view.q ?? ''} error={error} onChange={(q) => change({ q })} onMistaken={setMistaken}>
        {view.group !== undefined && hasNextPage ? (
          <p role="status" className={styles['partly']}>
            Rows are gathered, and means taken, of the {countRuns(runs.length)} that were read so far. There are more.
            <button type="button" className={page['button']} disabled={isReadingAll} onClick={() => setReadingAll(true)}>
              {isReadingAll ? 'Reading all…' : 'Read all'}
            </button>
          </p>
        ) : null}
      </FilterBar>
      <div className={isChartsOpen ? styles['split'] : styles['whole']}>
        <RunTable
          runs={runs}
          columns={columns ?? []}
          colours={drawn}
          view={view}
          isPending={isPending}
          isRefused={isMistaken || error !== null}
          hasMore={hasNextPage}
          onChange={change}
          onDraw={(id) => change(toggleDrawn(id, new Set(charted.map(({ info }) => info.run_id)), view))}
          onNeedMore={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
          }}
        />
        {isChartsOpen ? (
          <RunCharts experimentIds={ids} runs={charted} found={foundText} colours={colours} view={view} onChange={change} />
        ) : null}
      </div>
    </div>
  )
}
