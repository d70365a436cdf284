import { compareRecords } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { runQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { recordQuery } from './record-query.ts'
import type { TabProps } from './run-page.tsx'

/** What this run was made from that another was not. */
export function RecordDiff({ run, record }: TabProps & { readonly record: RunRecord }) {
  const [other, setOther] = useState('')
  const id = other.trim()
  const isId = /^[0-9a-f]{32}$/.test(id)
  const { data: otherRun, error } = useQuery({ ...runQuery(id), enabled: isId })
  const { data: otherRecord } = useQuery({ ...recordQuery(otherRun ?? run), enabled: otherRun !== undefined })
  return (
    <section className={page['card']} aria-label="Against another run">
      <h2>Against another run</h2>
      <input
        className={page['search']}
        style={{ width: '100%' }}
        aria-label="Id of the other run"
        placeholder="Id of the other run"
        value={other}
        onChange={({ target }) => setOther(target.value)}
      />
      {error === null || !isId ? null : <p role="alert">{errorText(error)}</p>}
      {otherRun !== undefined && otherRecord === null ? <p className={page['soft']}>Of that run nothing was captured.</p> : null}
      {otherRun === undefined || otherRecord === undefined || otherRecord === null ? null : <Differences a={record} b={otherRecord} />}
    </section>
  )
}

const MOST = 200

function Differences({ a, b }: { readonly a: RunRecord; readonly b: RunRecord }) {
  const differences = compareRecords(a, b)
  if (differences.length === 0) return <p>Both were made from the same.</p>
  return (
    <table className={page['table']}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">This run</th>
          <th scope="col">The other</th>
        </tr>
      </thead>
      <tbody>
        {differences.slice(0, MOST).map(({ kind, subject, a: ours, b: theirs }, at) => (
          <tr key={at}>
            <td>
              {subject} <span className={page['soft']}>{kind}</span>
            </td>
            <td>{ours ?? '—'}</td>
            <td>{theirs ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
