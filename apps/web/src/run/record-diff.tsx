import { compareRecords, type RecordedDifference } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { runQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Differences } from './differences.tsx'
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
      {otherRun === undefined || otherRecord === undefined || otherRecord === null ? null : (
        <Result differences={compareRecords(record, otherRecord)} />
      )}
    </section>
  )
}

function Result({ differences }: { readonly differences: readonly RecordedDifference[] }) {
  if (differences.length === 0) return <p>Both were made from the same.</p>
  return <Differences differences={differences} first="This run" second="The other" />
}
