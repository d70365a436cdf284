import type { Run } from '@reprise/protocol'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { client } from '../server/client.ts'
import { runQuery } from '../server/queries.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { Table, type TableColumn } from '../shell/table.tsx'
import { Unreadable } from '../shell/unreadable.tsx'
import { readBeginning } from '../files/artifact-text.ts'
import { formatBytes } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import { readManifest, type ShownFile } from './read-manifest.ts'

/** A manifest of 200,000 files. */
const MOST_BYTES = 64 * 1_024 * 1_024
const MOST_ROWS = 1_000
const FOLDER = 'data_manifest'

/** What a folder of data held, as a run wrote it down. */
export function ManifestPage() {
  const { run: runId } = useParams({ from: '/data/manifests/$run' })
  const { data: run, error: missing } = useQuery(runQuery(runId))
  const { data: manifest, error } = useQuery({ ...manifestQuery(run), enabled: run !== undefined })
  const failure = missing ?? error
  if (failure !== null) return <Unreadable title="The manifest could not be read" error={failure} />
  if (run === undefined || manifest === undefined) return <div aria-busy="true" />
  if (manifest === null) return <Notice title="This run has no manifest" text={`There is none in the folder ${FOLDER} of its files.`} />
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <Link to="/data">Data</Link>
        <span className={page['soft']}>/</span>
        <h1>{manifest.folder}</h1>
        <Link to="/r/$run/$tab" params={{ run: runId, tab: 'overview' }}>
          {nameOfRun(run.info)}
        </Link>
      </div>
      <section className={page['card']} aria-label="About" style={{ marginBottom: 'var(--space-4)' }}>
        <dl className={page['pairs']}>
          <dt>Files</dt>
          <dd>
            {manifest.files} ({formatBytes(manifest.bytes)})
          </dd>
          <dt>Written</dt>
          <dd>{manifest.generatedAt}</dd>
          {manifest.root === undefined ? null : (
            <>
              <dt>Root id</dt>
              <dd>
                <code>{manifest.root}</code>
              </dd>
            </>
          )}
        </dl>
      </section>
      {manifest.isCut ? <p className={page['soft']}>This is the beginning of a long manifest.</p> : null}
      <Files entries={manifest.entries} />
    </div>
  )
}

const columns: readonly TableColumn<ShownFile>[] = [
  { title: 'Path', show: ({ path }) => path },
  { title: 'Size', isNumeric: true, show: ({ size }) => (size === undefined ? '' : formatBytes(size)) },
  { title: 'Digest', show: ({ detail }) => <code title={detail}>{detail.slice(0, 24)}</code> },
]

function Files({ entries }: { readonly entries: readonly ShownFile[] }) {
  const [search, setSearch] = useState('')
  const found = search === '' ? entries : entries.filter(({ path }) => path.includes(search))
  return (
    <section aria-label="Files">
      <div className={page['bar']} style={{ marginBottom: 'var(--space-2)' }}>
        <input
          type="search"
          className={page['search']}
          aria-label="Search files"
          placeholder="Search files"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <span className={page['soft']}>
          {found.length > MOST_ROWS ? `the first ${MOST_ROWS} of ${found.length}; search for more` : found.length}
        </span>
      </div>
      <Table label="Files of the folder" columns={columns} rows={found.slice(0, MOST_ROWS)} keyOf={({ path }) => path} />
    </section>
  )
}

function manifestQuery(run: Run | undefined) {
  const uri = run?.info.artifact_uri ?? ''
  return queryOptions({
    queryKey: ['artifacts', uri, FOLDER, 'manifest'],
    queryFn: async ({ signal }) => {
      const entries = await client.listArtifacts(uri, FOLDER, { signal })
      const found = entries.find(({ path }) => /\/data_manifest\.jsonl?$/.test(path))
      if (found === undefined) return null
      const { text, isCut } = await readBeginning(uri, found.path, { most: MOST_BYTES, signal })
      return { ...readManifest(text, isCut), isCut }
    },
  })
}
