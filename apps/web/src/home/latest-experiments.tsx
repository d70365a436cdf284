import type { Experiment } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { valuesQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'
import { Time } from '../shell/time.tsx'
import { recentQuery } from './recent-query.ts'
import { formatNumber } from '../values/format.ts'

const MOST = 8

/** The experiments that were used last, and how many runs they have. */
export function LatestExperiments({ experiments }: { readonly experiments: readonly Experiment[] }) {
  return (
    <section className={page['card']} aria-label="Experiments">
      <h2>Experiments</h2>
      <Table
        label="Latest experiments"
        rows={experiments.slice(0, MOST)}
        keyOf={({ experiment_id }) => experiment_id}
        columns={[
          {
            title: 'Name',
            show: ({ experiment_id, name }) => (
              <Link to="/e/$experiment" params={{ experiment: experiment_id }}>
                {name}
              </Link>
            ),
          },
          { title: 'Runs', isNumeric: true, show: ({ experiment_id }) => <RunCount experimentId={experiment_id} /> },
          { title: 'Failed', isNumeric: true, show: ({ experiment_id }) => <RunCount experimentId={experiment_id} status="FAILED" /> },
          { title: 'Last run', show: ({ experiment_id }) => <LastRun experimentId={experiment_id} /> },
        ]}
      />
    </section>
  )
}

/** When its newest run was started: what MLflow calls a change of an experiment is only that of its name or tags. */
function LastRun({ experimentId }: { readonly experimentId: string }) {
  const { data } = useQuery(recentQuery([experimentId], ''))
  const [newest] = data ?? []
  return newest === undefined ? null : <Time at={newest.info.start_time} as="ago" />
}

/** Deleted runs are counted, too, as long as they can be restored. */
function RunCount({ experimentId, status }: { readonly experimentId: string; readonly status?: string }) {
  const { data } = useQuery(valuesQuery([experimentId], { entity: 'attribute', key: 'status' }, ''))
  if (data === undefined) return null
  const count = data.values.filter(({ value }) => status === undefined || value === status).reduce((sum, { runs }) => sum + Number(runs), 0)
  return (
    <span title="with deleted ones">
      {data.is_whole ? '' : '≥ '}
      {formatNumber(count)}
    </span>
  )
}
