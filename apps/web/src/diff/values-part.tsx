import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { comparedRunQuery } from './compared-run-query.ts'
import { changeOf, isSame, rowsOf, type Row } from './rows.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './diff.module.css'
import type { PartProps } from './pair.ts'

/** Rows of a section that are drawn at first. */
const FEW = 200

/** Params, metrics and tags: what differs, and on demand what does not. */
export function ValuesPart({ runs }: PartProps) {
  const [isAll, setAll] = useState(false)
  const [before, after] = [useQuery(comparedRunQuery(runs.a.info.run_id, false)), useQuery(comparedRunQuery(runs.b.info.run_id, false))]
  const error = before.error ?? after.error
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  const [a, b] = [before.data, after.data]
  if (a === undefined || b === undefined) return <div aria-busy="true" />
  return (
    <>
      <label>
        <input type="checkbox" checked={!isAll} onChange={({ target }) => setAll(!target.checked)} /> Only what differs
      </label>
      {rowsOf([a, b]).map(({ title, rows }) => (
        <Section key={title} title={title} rows={rows} isAll={isAll} names={[nameOfRun(a.info), nameOfRun(b.info)]} />
      ))}
    </>
  )
}

interface SectionProps {
  readonly title: string
  readonly rows: readonly Row[]
  readonly isAll: boolean
  readonly names: readonly [string, string]
}

function Section({ title, rows, isAll, names }: SectionProps) {
  const [most, setMost] = useState(FEW)
  const shown = isAll ? rows : rows.filter((row) => !isSame(row))
  const same = rows.filter(isSame).length
  return (
    <section aria-label={title}>
      <h2>
        {title} <small className={page['soft']}>{same === 0 ? '' : `${same} the same`}</small>
      </h2>
      {shown.length === 0 ? (
        <p className={page['soft']}>{rows.length === 0 ? 'Neither has any.' : 'Nothing differs.'}</p>
      ) : (
        <table className={`${page['table']} ${styles['even']}`}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, most).map((row) => {
              const change = changeOf(row, 1, 0)
              return (
                <tr key={row.key}>
                  <td>{row.key}</td>
                  <td>{row.values[0] ?? '—'}</td>
                  <td>{row.values[1] ?? '—'}</td>
                  <td className={change === undefined ? undefined : styles[change.look]}>{change?.text}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {shown.length > most ? (
        <button type="button" className={page['button']} onClick={() => setMost(most + 1_000)}>
          {shown.length - most} more
        </button>
      ) : null}
    </section>
  )
}
