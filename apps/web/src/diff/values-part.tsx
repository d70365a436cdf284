import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { comparedRunQuery } from './compared-run-query.ts'
import { changeOf, isSame, rowsOf, type Row } from './rows.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { nameOfRun } from '../values/name-of-run.ts'
import { Differences } from './differences.tsx'
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
  return (
    <Differences
      title={title}
      names={names}
      count={rows.length}
      same={rows.filter(isSame).length}
      heads={['Change']}
      rows={shown.slice(0, most).map((row) => {
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
    >
      {shown.length > most ? (
        <button type="button" className={page['button']} onClick={() => setMost(most + 1_000)}>
          {shown.length - most} more
        </button>
      ) : null}
    </Differences>
  )
}
