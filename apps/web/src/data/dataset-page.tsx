import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { RunLink } from '../shell/run-link.tsx'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import { Table } from '../shell/table.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { formatDate } from '../values/format.ts'
import { dataQuery, dataRunsQuery } from './datasets-query.ts'
import { readProfile } from './read-profile.ts'

/** One piece of data: what it is, which runs made it, and which read it. */
export function DatasetPage() {
  const { digest } = useParams({ from: '/data/$digest' })
  const { name } = useSearch({ from: '/data/$digest' })
  const { data, error } = useQuery(dataQuery(digest, name))
  if (error !== null) return <Unreadable title="This data could not be read" error={error} />
  if (data === undefined) return <div aria-busy="true" />
  if (data === null) return <Notice title="No run has read or made this data" />
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <Link to="/data">Data</Link>
        <span className={page['soft']}>/</span>
        <h1>{name ?? data.names[0] ?? digest}</h1>
        <Link to="/lineage" search={{ of: digest }}>
          Lineage
        </Link>
      </div>
      <div className={page['grid']}>
        <section className={page['card']} aria-label="About">
          <h2>About</h2>
          <dl className={page['pairs']}>
            <dt>Digest</dt>
            <dd>
              <code>{data.digest}</code>
            </dd>
            <dt>Names</dt>
            <dd>{data.names.join(', ')}</dd>
            {data.source === undefined ? null : (
              <>
                <dt>Source</dt>
                <dd>{data.source}</dd>
              </>
            )}
            {readProfile(data.profile ?? '').map(([key, value]) => (
              <ProfileEntry key={key} name={key} value={value} />
            ))}
          </dl>
        </section>
        <Runs digest={digest} name={name} role="MADE" title="Made by" none="No run has said that it made this data." />
        <Runs digest={digest} name={name} role="READ" title="Read by" none="No run has read it." />
      </div>
    </div>
  )
}

function ProfileEntry({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

interface RunsProps {
  readonly digest: string
  readonly name: string | undefined
  readonly role: 'MADE' | 'READ'
  readonly title: string
  readonly none: string
}

function Runs({ digest, name, role, title, none }: RunsProps) {
  const { data, error } = useQuery(dataRunsQuery(digest, name, role))
  return (
    <section className={page['card']} aria-label={title}>
      <h2>{title}</h2>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {data?.runs.length === 0 ? <p className={page['soft']}>{none}</p> : null}
      {data === undefined || data.runs.length === 0 ? null : (
        <Table
          isPlain
          label={title}
          rows={data.runs}
          keyOf={({ run_id }) => run_id}
          columns={[
            { title: 'Run', show: (run) => <RunLink run={run} /> },
            { title: 'Status', show: ({ status }) => <Status status={status} /> },
            { title: 'Started', show: ({ start_time }) => formatDate(start_time) },
          ]}
        />
      )}
      {data?.next_page_token === undefined ? null : <p className={page['soft']}>These are the newest; there are more.</p>}
    </section>
  )
}
