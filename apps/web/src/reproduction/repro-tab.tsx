import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { recordQuery } from '../record/record-query.ts'
import { RecordDiff } from '../diff/record-diff.tsx'
import { tagOf } from '../tags/tag-of.ts'
import { AttemptsCard } from './attempts-card.tsx'
import { MadeOfCard } from './made-of-card.tsx'
import { NotRecordedCard } from './not-recorded-card.tsx'
import { reportQuery } from './report-query.ts'
import styles from './reproduction.module.css'
import { ResultsCard } from './results-card.tsx'
import { VerdictCard } from './verdict-card.tsx'

/** Whether the run was done again, what came of it, and what it was made of. */
export function ReproTab({ run }: { readonly run: Run }) {
  const { data: record, error } = useQuery(recordQuery(run))
  const repeat = tagOf(run, 'reprise.reproduction')
  const { data: report } = useQuery({ ...reportQuery(repeat ?? ''), enabled: repeat !== undefined })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (record === undefined) return <div aria-busy="true" />
  return (
    <div className={styles['page']}>
      <VerdictCard run={run} isCaptured={record !== null} report={report ?? undefined} />
      <div className={styles['column']}>
        {report === undefined || report === null ? null : <ResultsCard results={report.results} />}
        {report === undefined || report === null ? null : <Lines title="Other than in the original" lines={report.notes} />}
        {record === null ? null : <RecordDiff run={run} />}
      </div>
      <div className={styles['column']}>
        <AttemptsCard run={run} />
        {record === null ? null : <MadeOfCard run={run} record={record} />}
        {record === null ? null : <NotRecordedCard record={record} />}
      </div>
    </div>
  )
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <section className={page['card']} aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {lines.map((line, at) => (
          <li key={at}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
