import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import { type DataRow, datasetRows, inputRows } from './data-rows.ts'
import { Differences } from './differences.tsx'
import { bothOf, NotCaptured } from './not-captured.tsx'
import type { PartProps } from './pair.ts'

const MOST = 500

/** Datasets and files that were read, where their digests differ or only one run has them. */
export function DataPart(props: PartProps) {
  const { a, b } = props.runs
  const records = bothOf(props.records)
  const names = [nameOfRun(a.info), nameOfRun(b.info)] as const
  return (
    <>
      <Rows title="Datasets" rows={datasetRows(a, b)} names={names} />
      {records === undefined ? (
        <NotCaptured {...props} />
      ) : (
        <Rows title="Files that were read" rows={inputRows(...records)} names={names} />
      )}
    </>
  )
}

function Rows({
  title,
  rows,
  names,
}: {
  readonly title: string
  readonly rows: readonly DataRow[]
  readonly names: readonly [string, string]
}) {
  const others = rows.filter((row) => row.a !== row.b)
  return (
    <Differences
      title={title}
      names={names}
      count={rows.length}
      same={rows.length - others.length}
      rows={others.slice(0, MOST).map((row) => (
        <tr key={row.name}>
          <td>{row.name}</td>
          <td>{row.a === undefined ? '—' : <code>{row.a.slice(0, 12)}</code>}</td>
          <td>{row.b === undefined ? '—' : <code>{row.b.slice(0, 12)}</code>}</td>
        </tr>
      ))}
    >
      {others.length > MOST ? <p className={page['soft']}>and {others.length - MOST} more</p> : null}
    </Differences>
  )
}
