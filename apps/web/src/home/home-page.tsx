import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { experimentsQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import { Status } from '../shell/status.tsx'
import page from '../shell/page.module.css'
import { formatAgo, formatDate, formatDuration } from '../values/format.ts'
import { EmptyServer } from './empty-server.tsx'
import { nameOfRun } from '../values/name-of-run.ts'

const MOST = 10
const sections = [
  { title: 'Running', filter: "attributes.status = 'RUNNING'", none: 'Nothing is running.' },
  { title: 'New', filter: "attributes.status != 'RUNNING'", none: 'Nothing has ended yet.' },
  { title: 'Failed', filter: "attributes.status = 'FAILED'", none: 'Nothing has failed.' },
  {
    title: 'Not reproducible',
    filter: "tags.`reprise.verdict` IN ('DIVERGED', 'CANNOT')",
    none: 'No run was found not to be reproducible.',
  },
] as const

/** What is running, what is new, what failed, what was not reproducible. */
export function HomePage() {
  const { data: experiments, error } = useQuery(experimentsQuery())
  const ids = experiments?.slice(0, 1_000).map(({ experiment_id }) => experiment_id)
  const { data: newest } = useQuery({ ...recentQuery(ids ?? [], ''), enabled: ids !== undefined })
  if (error !== null) return <Notice title="The server could not be asked" text={errorText(error)} />
  if (ids === undefined || newest === undefined) return <div aria-busy="true" className={page['page']} />
  if (newest.length === 0) return <EmptyServer />
  const names = new Map(experiments?.map(({ experiment_id, name }) => [experiment_id, name]))
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Home</h1>
      </div>
      <div className={page['grid']}>
        {sections.map((section) => (
          <Section key={section.title} {...section} experimentIds={ids} names={names} />
        ))}
      </div>
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly filter: string
  readonly none: string
  readonly experimentIds: readonly string[]
  readonly names: ReadonlyMap<string, string>
}

function Section({ title, filter, none, experimentIds, names }: SectionProps) {
  const { data, error } = useQuery(recentQuery(experimentIds, filter))
  return (
    <section className={page['card']} aria-label={title}>
      <h2>{title}</h2>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {data?.length === 0 ? <p className={page['soft']}>{none}</p> : null}
      <table className={page['table']} style={{ border: 0 }}>
        <tbody>
          {data?.map((run) => (
            <Row key={run.info.run_id} run={run} experiment={names.get(run.info.experiment_id) ?? run.info.experiment_id} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ run: { info }, experiment }: { readonly run: Run; readonly experiment: string }) {
  const duration = Number(info.end_time ?? Date.now()) - Number(info.start_time ?? 0)
  return (
    <tr>
      <td>
        <Link to="/r/$run/$tab" params={{ run: info.run_id, tab: 'overview' }}>
          {nameOfRun(info)}
        </Link>
        <div className={page['soft']}>
          <Link to="/e/$experiment" params={{ experiment: info.experiment_id }}>
            {experiment}
          </Link>
        </div>
      </td>
      <td>
        <Status status={info.status} />
      </td>
      <td title={formatDate(info.start_time)}>
        {formatAgo(info.start_time)}
        <div className={page['soft']}>{formatDuration(duration)}</div>
      </td>
    </tr>
  )
}

function recentQuery(experimentIds: readonly string[], filter: string) {
  return {
    queryKey: ['runs', 'recent', experimentIds, filter],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const request = { experiment_ids: [...experimentIds], filter, max_results: MOST, fields: ['tags.mlflow.runName'] }
      return (await client.searchRuns({ ...request, order_by: ['attributes.start_time DESC'] }, { signal })).runs
    },
  }
}
