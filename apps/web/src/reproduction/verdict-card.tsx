import type { Run } from '@reprise/protocol'
import { connection } from '../server/client.ts'
import { copyText } from '../shell/copy-text.ts'
import page from '../shell/page.module.css'
import { tagOf } from '../tags/tag-of.ts'
import type { Report } from './report.ts'
import styles from './reproduction.module.css'
import { wordsOf } from './verdicts.ts'

interface Props {
  readonly run: Run
  readonly isCaptured: boolean
  /** Absent: there is none, or it is being read. */
  readonly report: Report | undefined
}

/** What came of running it again, why, and how to do so oneself. */
export function VerdictCard({ run, isCaptured, report }: Props) {
  const verdict = tagOf(run, 'reprise.verdict')
  return (
    <section className={page['card']} aria-label="Verdict">
      <h2>Verdict</h2>
      {verdict === undefined ? (
        <p className={page['soft']}>Nobody has tried to reproduce this run yet.</p>
      ) : (
        <div className={styles['sentence']}>
          <span className={styles[wordsOf(verdict).look]}>{wordsOf(verdict).text}</span>
          <span>{report?.why}</span>
        </div>
      )}
      {report === undefined || report.causes.length === 0 ? null : (
        <ul className={styles['causes']}>
          {report.causes.map(({ kind, subject, status, evidence }, at) => (
            <li key={at}>
              <b>{subject}</b> ({kind}, {status}): {evidence}
            </li>
          ))}
        </ul>
      )}
      <Again run={run} isCaptured={isCaptured} />
    </section>
  )
}

function Again({ run, isCaptured }: Pick<Props, 'run' | 'isCaptured'>) {
  if (!isCaptured) {
    return (
      <p className={page['soft']}>
        What this run was made from was not captured. Start the program with <code>reprise run -- COMMAND</code>, or capture it with the
        SDK.
      </p>
    )
  }
  const command = `reprise reproduce ${run.info.run_id}${connection}`
  return (
    <div className={styles['command']} role="region" aria-label="Run it again">
      <pre tabIndex={0}>{command}</pre>
      <button type="button" className={page['button']} onClick={() => copyText(command, 'The command')}>
        Copy
      </button>
    </div>
  )
}
