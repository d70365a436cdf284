import type { Pipeline } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { pipelinesQuery } from '../server/queries.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { Table, type TableColumn } from '../shell/table.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { formatAgo, formatDate } from '../values/format.ts'

const columns: readonly TableColumn<Pipeline>[] = [
  {
    title: 'Project',
    show: ({ project }) => (
      <Link to="/pipelines/$project" params={{ project }}>
        {project}
      </Link>
    ),
  },
  { title: 'Published', show: ({ last_update_time: at }) => <span title={formatDate(at)}>{formatAgo(at)}</span> },
  { title: 'Stages', show: ({ latest }) => String(latest?.stages ?? '') },
  { title: 'State', show: ({ latest }) => (Number(latest?.stale ?? 0) === 0 ? 'up to date' : `${String(latest?.stale)} stale`) },
  {
    title: 'Commit',
    show: ({ latest }) => (
      <>
        <code>{latest?.commit?.slice(0, 10) ?? ''}</code> {latest?.branch ?? ''}
        {latest?.is_dirty === true ? <span className={page['soft']}> and changes</span> : null}
      </>
    ),
  },
]

/** The pipelines that were published, the newest first. */
export function PipelinesPage() {
  useTitle('Pipelines')
  const { data, error } = useQuery(pipelinesQuery())
  if (error !== null) return <Unreadable title="The pipelines could not be read" error={error} />
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
      <Table label="Pipelines" columns={columns} rows={data.pipelines} keyOf={({ project }) => project} />
      {data.next_page_token === undefined ? null : <p className={page['soft']}>These were published last; there are more.</p>}
    </div>
  )
}
