import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ChartsArea } from '../panels/charts-area.tsx'
import { chartRunOf } from '../charts/chart-run-of.ts'
import { assignColours } from '../charts/run-colours.ts'
import { metricNamesQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import { Unreadable } from '../shell/unreadable.tsx'
import type { TabProps } from './tab-props.ts'

/** Charts of one page; the rest is found by searching. */
const MOST_CHARTS = 100
/** Names that are asked for: those of the other tab come between. */
const MOST_NAMES = 300
const SYSTEM = 'system/'

/** The run's own metrics. */
export function MetricsTab({ run }: TabProps) {
  return <Charts run={run} isSystem={false} none="This run has logged no metrics." />
}

/** What the machine did meanwhile. */
export function SystemTab({ run }: TabProps) {
  return (
    <Charts
      run={run}
      isSystem
      none="Nothing was recorded about the machine: log system metrics with the client, or run the command with reprise run."
    />
  )
}

function Charts({ run, isSystem, none }: TabProps & { readonly isSystem: boolean; readonly none: string }) {
  const { tab } = useParams({ from: '/r/$run/$tab' })
  const view = useSearch({ from: '/r/$run/$tab' })
  const navigate = useNavigate({ from: '/r/$run/$tab' })
  const { run_id: id, experiment_id: experiment } = run.info
  const words = view.charts ?? ''
  const { data: names, error } = useQuery(metricNamesQuery(run.info, words === '' && isSystem ? SYSTEM : words, MOST_NAMES))
  const found = names?.names.filter((key) => key.startsWith(SYSTEM) === isSystem) ?? []
  const runs = useMemo(() => [chartRunOf(run, assignColours([id]))], [run, id])
  if (error !== null) return <Unreadable title="The names of metrics could not be read" error={error} />
  if (names === undefined) return <div aria-busy="true" />
  if (found.length === 0 && words === '') return <p className={page['soft']}>{none}</p>
  return (
    <section aria-label="Charts">
      <ChartsArea
        hasLegend={false}
        context={{
          experimentIds: [experiment],
          runs,
          search: { filter: `attributes.run_id = '${id}'`, orderBy: [], deleted: false },
          selected: [id],
        }}
        metrics={found.slice(0, MOST_CHARTS)}
        hasMore={names.hasMore || found.length > MOST_CHARTS}
        view={view}
        onChange={(change, isStep) =>
          void navigate({
            params: { run: id, tab },
            search: (before) => ({ ...before, ...change }) as typeof before,
            replace: isStep !== true,
          })
        }
      />
    </section>
  )
}
