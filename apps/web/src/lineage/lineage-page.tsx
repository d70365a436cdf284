import type { LineageNode } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import { layOut, type Placed } from './lay-out.ts'
import styles from './lineage-page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'

/** Nodes that are drawn: more are no picture any more. */
const MOST = 200

/** Where a run or data came from, and what was made of them: from left to right. */
export function LineagePage() {
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
        <Graph of={of} />
      )}
    </div>
  )
}

function Graph({ of }: { readonly of: string }) {
  const { data, error } = useQuery({
    queryKey: ['lineage', of],
    queryFn: ({ signal }) => {
      // 32 hexadecimal digits may be either: runs are asked for first.
      const question = { max_results: MOST }
      return client
        .getLineage({ ...question, run_id: of }, { signal })
        .catch(() => client.getLineage({ ...question, digest: of }, { signal }))
    },
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  const { placed, width, height } = layOut(data.nodes, data.edges)
  const at = new Map(placed.map((one) => [one.node.id, one]))
  return (
    <>
      {data.is_whole ? null : <p className={page['soft']}>There is more than is drawn here.</p>}
      <div className={styles['scroller']} role="region" aria-label="Graph" tabIndex={0}>
        <div style={{ position: 'relative', width, height }}>
          <svg width={width} height={height} aria-hidden="true" className={styles['edges']}>
            {data.edges.map(({ from, to }) => (
              <Edge key={`${from} ${to}`} from={at.get(from)} to={at.get(to)} />
            ))}
          </svg>
          {placed.map((one) => (
            <Node key={one.node.id} placed={one} isRoot={one.node.id === data.root} />
          ))}
        </div>
      </div>
    </>
  )
}

function Edge({ from, to }: { readonly from: Placed | undefined; readonly to: Placed | undefined }) {
  if (from === undefined || to === undefined) return null
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]
  const bend = Math.max(20, (x2 - x1) / 2)
  return <path d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`} />
}

function Node({ placed: { node, x, y, width, height }, isRoot }: { readonly placed: Placed; readonly isRoot: boolean }) {
  return (
    <div className={`${styles['node'] ?? ''} ${isRoot ? (styles['root'] ?? '') : ''}`} style={{ left: x, top: y, width, height }}>
      {node.run === undefined ? <Data node={node} /> : <Run run={node.run} />}
    </div>
  )
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
