import type { PipelineReason, PipelineStage } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { pipelineQuery, pipelinesQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { formatAgo, formatDate } from '../values/format.ts'

/** The pipelines that were published, and what one of them is like. */
export function PipelinesPage() {
  const { project } = useSearch({ from: '/pipelines' })
  const { data, error } = useQuery(pipelinesQuery())
  if (error !== null) return <Notice title="The pipelines could not be read" text={errorText(error)} />
  if (data === undefined) return <div aria-busy="true" />
  if (data.pipelines.length === 0) {
    return (
      <Notice title="No pipeline was published yet">
        <p>
          <code>reprise repro</code> publishes what it ran, and <code>reprise pipeline publish</code> what there is.
        </p>
      </Notice>
    )
  }
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Pipelines</h1>
      </div>
      <table className={page['table']}>
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col">Published</th>
            <th scope="col">Stages</th>
            <th scope="col">Stale</th>
            <th scope="col">Commit</th>
          </tr>
        </thead>
        <tbody>
          {data.pipelines.map(({ project: name, latest, last_update_time }) => (
            <tr key={name}>
              <th scope="row">
                <Link to="/pipelines" search={{ project: name }}>
                  {name}
                </Link>
              </th>
              <td title={formatDate(last_update_time)}>{formatAgo(last_update_time)}</td>
              <td>{String(latest?.stages ?? '')}</td>
              <td>{String(latest?.stale ?? '')}</td>
              <td>
                <code>{latest?.commit?.slice(0, 10) ?? ''}</code> {latest?.branch ?? ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {project === undefined ? null : <PipelineState project={project} />}
    </div>
  )
}

function PipelineState({ project }: { readonly project: string }) {
  const { data, error } = useQuery(pipelineQuery(project))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  return (
    <section aria-label={project} style={{ marginTop: 24 }}>
      <h2 style={{ marginBottom: 8 }}>{project}</h2>
      <table className={page['table']}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">State</th>
            <th scope="col">Why</th>
            <th scope="col">Needs</th>
            <th scope="col">Run</th>
          </tr>
        </thead>
        <tbody>
          {data.state.stages.map((stage) => (
            <StageRow key={stage.name} stage={stage} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const states = { UP_TO_DATE: 'up to date', STALE: 'stale', WAITING: 'waits for others' } as const

function StageRow({ stage }: { readonly stage: PipelineStage }) {
  return (
    <tr>
      <th scope="row">{stage.name}</th>
      <td>{states[stage.state]}</td>
      <td>
        {stage.reasons.map((reason, at) => (
          <div key={at}>{describe(reason)}</div>
        ))}
      </td>
      <td>{stage.needs.join(', ')}</td>
      <td>
        {stage.run_id === undefined ? null : (
          <Link to="/r/$run/$tab" params={{ run: stage.run_id, tab: 'overview' }}>
            {stage.run_id.slice(0, 8)}
          </Link>
        )}
      </td>
    </tr>
  )
}

function describe({ kind, path, key, state, old, new: next }: PipelineReason): string {
  const subject = [path, key].filter((part) => part !== undefined).join(': ') || kind.toLowerCase()
  const change = kind === 'PARAM' && old !== undefined ? ` ${JSON.stringify(old)} → ${JSON.stringify(next)}` : ''
  return `${subject} ${state ?? ''}${change}`.trim()
}
