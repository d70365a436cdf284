import { type LineageNode, RepriseError } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { Graph } from '../graph/graph.tsx'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { useTitle } from '../shell/use-title.ts'
import { Status } from '../shell/status.tsx'
import { nameOfRun } from '../values/name-of-run.ts'

/** Nodes that are drawn: more are no picture any more. */
const MOST = 200

/** Where a run or data came from, and what was made of them: from left to right. */
export function LineagePage() {
  useTitle('Lineage')
  const { of } = useSearch({ from: '/lineage' })
  const navigate = useNavigate({ from: '/lineage' })
  return (
    <div className={page['wide']}>
      <div className={page['head']}>
        <h1>Lineage</h1>
        <input
          type="search"
          className={page['search']}
          style={{ width: 360 }}
          aria-label="Id of a run, or digest of data"
          placeholder="Id of a run, or digest of data"
          defaultValue={of}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') void navigate({ search: currentTarget.value.trim() === '' ? {} : { of: currentTarget.value.trim() } })
          }}
        />
      </div>
      {of === undefined ? (
        <p className={page['soft']}>Name a run by its id, or data by the first characters of their digest.</p>
      ) : (
        <LineageOf of={of} />
      )}
    </div>
  )
}

function LineageOf({ of }: { readonly of: string }) {
  const { data, error } = useQuery({
    queryKey: ['lineage', of],
    queryFn: async ({ signal }) => {
      // 32 hexadecimal digits may be either: runs are asked for first.
      const question = { max_results: MOST }
      try {
        return await client.getLineage({ ...question, run_id: of }, { signal })
      } catch (error) {
        if (!isNoRun(error)) throw error
        return await client.getLineage({ ...question, digest: of }, { signal })
      }
    },
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  const nodes = data.nodes.map((node) => ({ ...node, column: node.distance }))
  return (
    <>
      {data.is_whole ? null : <p className={page['soft']}>There is more than is drawn here.</p>}
      <Graph label="Graph" nodes={nodes} edges={data.edges} lookOf={({ id }) => (id === data.root ? 'root' : 'plain')}>
        {(node) => (node.run === undefined ? <Data node={node} /> : <Run run={node.run} />)}
      </Graph>
    </>
  )
}

function isNoRun(error: unknown): boolean {
  return error instanceof RepriseError && (error.code === 'RESOURCE_DOES_NOT_EXIST' || error.code === 'INVALID_PARAMETER_VALUE')
}

function Run({ run }: { readonly run: NonNullable<LineageNode['run']> }) {
  return (
    <>
      <Link to="/r/$run/$tab" params={{ run: run.run_id, tab: 'overview' }}>
        {nameOfRun(run)}
      </Link>
      <Status status={run.status} isShort />
    </>
  )
}

function Data({ node: { data } }: { readonly node: LineageNode }) {
  if (data === undefined) return null
  return (
    <Link to="/lineage" search={{ of: data.digest }} title={`${data.names.join('\n')}\n${data.digest}`}>
      {data.names[0] ?? data.digest.slice(0, 12)}
      <div className={page['soft']}>
        <code>{data.digest.slice(0, 12)}</code>
      </div>
    </Link>
  )
}
