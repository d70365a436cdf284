import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './diff.module.css'
import { type DataRow, datasetRows, inputRows } from './data-rows.ts'
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
    <section aria-label={title}>
      <h2>
        {title} <small className={page['soft']}>{rows.length === others.length ? '' : `${rows.length - others.length} the same`}</small>
      </h2>
      {others.length === 0 ? (
        <p className={page['soft']}>{rows.length === 0 ? 'Neither has any.' : 'Nothing differs.'}</p>
      ) : (
        <table className={`${page['table']} ${styles['even']}`}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
            </tr>
          </thead>
          <tbody>
            {others.slice(0, MOST).map((row) => (
              <tr key={row.name}>
                <td>{row.name}</td>
                <td>{row.a === undefined ? '—' : <code>{row.a.slice(0, 12)}</code>}</td>
                <td>{row.b === undefined ? '—' : <code>{row.b.slice(0, 12)}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {others.length > MOST ? <p className={page['soft']}>and {others.length - MOST} more</p> : null}
    </section>
  )
}
