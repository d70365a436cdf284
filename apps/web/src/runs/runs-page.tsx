import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { experimentQuery } from '../server/queries.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { useTitle } from '../shell/use-title.ts'
import { toggleDrawn } from './drawn-runs.ts'
import { FilterBar } from './filter-bar.tsx'
import { RunCharts } from './run-charts.tsx'
import { RunTable } from './run-table.tsx'
import { RunsHead } from './runs-head.tsx'
import { DeletedNotice, PartlyReadNotice } from './runs-notices.tsx'
import styles from './runs-page.module.css'
import { useCharted } from './use-charted.ts'
import { useColumns } from './use-columns.ts'
import { useRuns } from './use-runs.ts'
import type { RunsView, ViewChange } from './view.ts'

/** The runs of an experiment: a table on the left, their curves on the right, a filter above. All of it stands in the address. */
export function RunsPage() {
  const { experiment: id } = useParams({ from: '/e/$experiment' })
  const view = useSearch({ from: '/e/$experiment' })
  const change = useViewChange()
  const experimentIds = useMemo(() => [id] as const, [id])
  const { data: experiment, error: missing } = useQuery(experimentQuery(id))
  useTitle(experiment?.name)
  const columns = useColumns(experimentIds, view.cols)
  const read = useRuns(experimentIds, view, columns)
  const { runs, error, hasMore } = read
  const { charted, colours, drawn } = useCharted(runs, view)
  const [isMistaken, setMistaken] = useState(false)
  if (missing !== null) return <Unreadable title="This experiment could not be read" error={missing} />
  return (
    <div className={styles['page']}>
      <RunsHead {...{ experimentIds, experiment, read, view }} columns={(columns ?? []).map((column) => column.id)} onChange={change} />
      {experiment?.lifecycle_stage === 'deleted' ? <DeletedNotice experiment={experiment} /> : null}
      <FilterBar experimentIds={experimentIds} filter={view.q ?? ''} error={error} onChange={(q) => change({ q })} onMistaken={setMistaken}>
        {view.group !== undefined && hasMore ? <PartlyReadNotice read={read} /> : null}
      </FilterBar>
      <div className={view.table === true ? styles['whole'] : styles['split']}>
        <RunTable
          runs={runs}
          columns={columns ?? []}
          colours={drawn}
          view={view}
          isPending={read.isPending}
          isRefused={isMistaken || error !== null}
          hasMore={hasMore}
          onChange={change}
          onDraw={(runId) => change(toggleDrawn(runId, new Set(charted.map(({ info }) => info.run_id)), view))}
          onNeedMore={read.readMore}
        />
        {view.table === true ? null : (
          <RunCharts
            experimentIds={experimentIds}
            runs={charted}
            isEmpty={!read.isPending && runs.length === 0}
            isPending={read.isPending}
            found={hasMore ? `more than ${runs.length}` : String(runs.length)}
            colours={colours}
            view={view}
            onChange={change}
          />
        )}
      </div>
    </div>
  )
}

/** Changes what stands in the address. Back leads to the filter and the order before; not over every width of a column. */
function useViewChange(): (change: ViewChange, isStep?: boolean) => void {
  const navigate = useNavigate({ from: '/e/$experiment' })
  return (change, isStep = 'q' in change || 'sort' in change) =>
    void navigate({ search: (before: RunsView) => ({ ...before, ...change }) as RunsView, replace: !isStep })
}
