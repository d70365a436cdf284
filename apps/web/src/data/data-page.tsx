import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { namesOf } from '../values/names-of.ts'
import { experimentsQuery } from '../server/queries.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { RunLink } from '../shell/run-link.tsx'
import { Table } from '../shell/table.tsx'
import { Time } from '../shell/time.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { formatBytes } from '../values/format.ts'
import { datasetsQuery, type KnownData, manifestRunsQuery, newestOf } from './datasets-query.ts'

/** Rows until a search narrows them. */
const MOST_ROWS = 500
/** Other names, and experiments, that are named beside a digest. */
const MOST_NAMES = 3
const MOST_EXPERIMENTS = 5

/** The data that runs have read, by content, and the manifests of folders. */
export function DataPage() {
  useTitle('Data')
  const { q = '' } = useSearch({ from: '/data' })
  const navigate = useNavigate({ from: '/data' })
  const { data: experiments, error: missing } = useQuery(experimentsQuery())
  const newest = newestOf(experiments ?? [])
  const { data, error } = useQuery({ ...datasetsQuery(newest), enabled: experiments !== undefined })
  const { data: manifests } = useQuery({ ...manifestRunsQuery(newest), enabled: experiments !== undefined })
  const failure = missing ?? error
  if (failure !== null) return <Unreadable title="The data could not be read" error={failure} />
  if (data === undefined) return <div aria-busy="true" />
  if (data.length === 0 && (manifests ?? []).length === 0) {
    return (
      <Notice title="No run has said what data it read">
        <p>
          <code>reprise run</code> and <code>reprise repro</code> say it by themselves; programs with <code>mlflow.log_input</code>.{' '}
          <code>reprise manifest create FOLDER</code> writes down what a folder holds.
        </p>
      </Notice>
    )
  }
  const names = namesOf(experiments)
  const wanted = q.toLowerCase()
  const found = data.filter((one) => [one.digest, ...one.names].some((text) => text.toLowerCase().includes(wanted)))
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Data</h1>
        <input
          type="search"
          className={page['search']}
          aria-label="Search data"
          placeholder="Name or digest"
          value={q}
          onChange={({ target }) => void navigate({ search: target.value === '' ? {} : { q: target.value }, replace: true })}
        />
        <span className={page['soft']}>{found.length === data.length ? data.length : `${found.length} of ${data.length}`}</span>
      </div>
      <Datasets data={found.slice(0, MOST_ROWS)} experiments={names} />
      {found.length > MOST_ROWS ? <p className={page['soft']}>{found.length - MOST_ROWS} more; search for them.</p> : null}
      {manifests === undefined || manifests.length === 0 ? null : <Manifests runs={manifests} />}
    </div>
  )
}

function Datasets({ data, experiments }: { readonly data: readonly KnownData[]; readonly experiments: ReadonlyMap<string, string> }) {
  if (data.length === 0) return <p className={page['soft']}>No data has such a name or digest.</p>
  return (
    <Table
      label="Datasets"
      rows={data}
      keyOf={({ digest }) => digest}
      columns={[
        { title: 'Name', show: (one) => <Name data={one} /> },
        { title: 'Digest', show: ({ digest }) => <code>{digest.slice(0, 16)}</code> },
        { title: 'Used for', show: ({ contexts }) => contexts.join(', ') },
        { title: 'Experiments', show: ({ experimentIds }) => <Experiments ids={experimentIds} names={experiments} /> },
      ]}
    />
  )
}

function Name({ data: { digest, names } }: { readonly data: KnownData }) {
  const [first, ...others] = names
  return (
    <>
      <Link to="/data/$digest" params={{ digest }} search={first === undefined ? {} : { name: first }}>
        {first ?? digest}
      </Link>
      {others.length > 0 ? <div className={page['soft']}>also {others.slice(0, MOST_NAMES).join(', ')}</div> : null}
    </>
  )
}

function Experiments({ ids, names }: { readonly ids: readonly string[]; readonly names: ReadonlyMap<string, string> }) {
  return (
    <>
      {ids.slice(0, MOST_EXPERIMENTS).map((id) => (
        <div key={id}>
          <Link to="/e/$experiment" params={{ experiment: id }}>
            {names.get(id) ?? id}
          </Link>
        </div>
      ))}
      {ids.length > MOST_EXPERIMENTS ? <div className={page['soft']}>and {ids.length - MOST_EXPERIMENTS} more</div> : null}
    </>
  )
}

function Manifests({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <section aria-label="Manifests" style={{ marginTop: 'var(--space-5)' }}>
      <h2 style={{ marginBottom: 'var(--space-2)' }}>Manifests</h2>
      <Table
        label="Manifests of folders"
        rows={runs}
        keyOf={({ info }) => info.run_id}
        columns={[
          { title: 'Folder', show: (run) => <Folder run={run} /> },
          { title: 'Files', isNumeric: true, show: (run) => metricOf(run, 'data_files_count') },
          { title: 'Size', isNumeric: true, show: (run) => formatBytes(metricOf(run, 'data_size_bytes') ?? 0) },
          { title: 'Run', show: ({ info }) => <RunLink run={info} /> },
          { title: 'Logged', show: ({ info }) => <Time at={info.start_time} as="ago" /> },
        ]}
      />
    </section>
  )
}

function Folder({ run: { info, data } }: { readonly run: Run }) {
  return (
    <Link to="/data/manifests/$run" params={{ run: info.run_id }}>
      {data?.params.find(({ key }) => key === 'data_path')?.value ?? 'a folder'}
    </Link>
  )
}

function metricOf(run: Run, name: string): number | undefined {
  return run.data?.metrics.find(({ key }) => key === name)?.value
}
