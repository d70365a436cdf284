import type { Experiment, LoggedModel } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { namesOf } from '../values/names-of.ts'
import { client } from '../server/client.ts'
import { experimentsQuery, runQuery } from '../server/queries.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { Table } from '../shell/table.tsx'
import { Time } from '../shell/time.tsx'
import { nameOfRun } from '../values/name-of-run.ts'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'

const MOST = 200
const MOST_EXPERIMENTS = 1_000

/** The models that runs have logged, the newest first. */
export function ModelsPage() {
  useTitle('Models')
  const { data: experiments } = useQuery(experimentsQuery())
  const { data, error } = useQuery({ ...modelsQuery(experiments ?? []), enabled: experiments !== undefined })
  if (error !== null) return <Unreadable title="The models could not be read" error={error} />
  if (data === undefined) return <div aria-busy="true" />
  if (data.models.length === 0) {
    return (
      <Notice title="No run has logged a model yet">
        <p>
          Programs do it with <code>mlflow.sklearn.log_model</code> and its kin, or with <code>mlflow.initialize_logged_model</code>.
        </p>
        <p>Names with versions and stages of models, a registry, are not there yet: tags of runs and of models do for now.</p>
      </Notice>
    )
  }
  const names = namesOf(experiments)
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Models</h1>
        <span className={page['soft']}>
          {data.next_page_token === undefined
            ? `${data.models.length} logged by runs`
            : `the newest ${MOST} of those that runs have logged`}
        </span>
      </div>
      <Table
        label="Models"
        rows={data.models}
        keyOf={({ info }) => info.model_id}
        columns={[
          { title: 'Name', show: (model) => <Files model={model} /> },
          { title: 'Logged', show: ({ info }) => <Time at={info.creation_timestamp_ms} as="ago" /> },
          { title: 'State', show: ({ info }) => states[info.status ?? 'LOGGED_MODEL_PENDING'] },
          { title: 'Kind', show: ({ info }) => info.model_type ?? '' },
          { title: 'Run', show: (model) => <Source model={model} /> },
          {
            title: 'Experiment',
            show: ({ info }) => (
              <Link to="/e/$experiment" params={{ experiment: info.experiment_id }}>
                {names.get(info.experiment_id) ?? info.experiment_id}
              </Link>
            ),
          },
        ]}
      />
    </div>
  )
}

const states = { LOGGED_MODEL_PENDING: 'not whole yet', LOGGED_MODEL_READY: 'ready', LOGGED_MODEL_UPLOAD_FAILED: 'not uploaded' } as const

/** The name of a model leads to its files, which stand beside those of its run. */
function Files({ model: { info } }: { readonly model: LoggedModel }) {
  const run = info.source_run_id
  const name = info.name ?? info.model_id
  if (run === undefined || run === '') return name
  return (
    <Link to="/r/$run/$tab" params={{ run, tab: 'files' }} search={{ of: info.model_id }}>
      {name}
    </Link>
  )
}

function Source({ model: { info } }: { readonly model: LoggedModel }) {
  const run = info.source_run_id
  const { data } = useQuery({ ...runQuery(run ?? ''), enabled: run !== undefined && run !== '' })
  if (run === undefined || run === '') return null
  return (
    <Link to="/r/$run/$tab" params={{ run, tab: 'overview' }}>
      {data === undefined ? run.slice(0, 8) : nameOfRun(data.info)}
    </Link>
  )
}

function modelsQuery(experiments: readonly Experiment[]) {
  const ids = experiments.slice(0, MOST_EXPERIMENTS).map(({ experiment_id }) => experiment_id)
  return {
    queryKey: ['models', ids],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      client.searchLoggedModels({ experiment_ids: ids, max_results: MOST, filter: '' }, { signal }),
  }
}
