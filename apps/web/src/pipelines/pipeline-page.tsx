import type { Metric, PipelineStage } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { columnsOf } from '../graph/lay-out.ts'
import { Graph } from '../graph/graph.tsx'
import { pipelineQuery, pipelineStatesQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import { Table, type TableColumn } from '../shell/table.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { formatDate, formatNumber } from '../values/format.ts'
import { StageTable, states } from './stage-table.tsx'

/** Stages that are drawn: more are no picture any more, and stand in the table alone. */
const MOST_DRAWN = 200

const metricColumns: readonly TableColumn<Pick<Metric, 'key' | 'value'>>[] = [
  { title: 'Metric', show: ({ key }) => key },
  { title: 'Value', isNumeric: true, show: ({ value }) => formatNumber(value) },
]

/** A pipeline: how its stages hang together, what is stale and why, its metrics, and what it was like before. */
export function PipelinePage() {
  const { project } = useParams({ from: '/pipelines/$project' })
  const { state } = useSearch({ from: '/pipelines/$project' })
  const { data, error } = useQuery(pipelineQuery(project, state))
  if (error !== null) return <Unreadable title="This pipeline could not be read" error={error} />
  if (data === undefined) return <div aria-busy="true" />
  const { summary, stages, metrics } = data.state
  return (
    <div className={page['wide']}>
      <div className={page['head']}>
        <Link to="/pipelines">Pipelines</Link>
        <span className={page['soft']}>/</span>
        <h1>{project}</h1>
        <History project={project} shown={summary.state_id} />
        {summary.run_id === undefined ? null : (
          <Link to="/r/$run/$tab" params={{ run: summary.run_id, tab: 'overview' }}>
            The run that led to it
          </Link>
        )}
      </div>
      {stages.length > MOST_DRAWN ? null : <Stages stages={stages} />}
      <div style={{ marginTop: 'var(--space-4)' }}>
        <StageTable stages={stages} />
      </div>
      {metrics.map(({ path, metrics: values }) => (
        <section key={path} aria-label={path} className={page['card']} style={{ marginTop: 'var(--space-4)', maxWidth: 600 }}>
          <h2>{path}</h2>
          <Table isPlain label={`Metrics in ${path}`} columns={metricColumns} rows={values} keyOf={({ key }) => key} />
        </section>
      ))}
    </div>
  )
}

function Stages({ stages }: { readonly stages: readonly PipelineStage[] }) {
  const edges = stages.flatMap(({ name, needs }) => needs.map((from) => ({ from, to: name })))
  const columns = columnsOf(
    stages.map(({ name }) => name),
    edges,
  )
  const nodes = stages.map((stage) => ({ ...stage, id: stage.name, column: columns.get(stage.name) ?? 0 }))
  return (
    <Graph label="Stages" nodes={nodes} edges={edges} lookOf={({ state }) => (state === 'STALE' ? 'stale' : 'plain')}>
      {({ name, state, run_id: run }) => (
        <>
          {run === undefined ? (
            <span>{name}</span>
          ) : (
            <Link to="/r/$run/$tab" params={{ run, tab: 'overview' }}>
              {name}
            </Link>
          )}
          <span className={page['soft']}>{states[state]}</span>
        </>
      )}
    </Graph>
  )
}

/** Which of its states is shown: each that was published is kept. */
function History({ project, shown }: { readonly project: string; readonly shown: string }) {
  const { data } = useQuery(pipelineStatesQuery(project))
  const navigate = useNavigate({ from: '/pipelines/$project' })
  return (
    <select
      className={page['button']}
      aria-label="State"
      value={shown}
      onChange={({ target }) => void navigate({ search: target.value === data?.states[0]?.state_id ? {} : { state: target.value } })}
    >
      {data?.states.map(({ state_id, last_published, commit, branch }) => (
        <option key={state_id} value={state_id}>
          {[formatDate(last_published), branch, commit?.slice(0, 10)].filter((part) => part !== undefined).join(' · ')}
        </option>
      ))}
    </select>
  )
}
