import type { RunRecord } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { client } from '../server/client.ts'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { formatBytes, formatDate } from '../values/format.ts'
import { recordQuery } from './record-query.ts'
import { RecordDiff } from './record-diff.tsx'
import { reportQuery } from './report-query.ts'
import styles from './run-page.module.css'
import type { TabProps } from './run-page.tsx'
import { tagOf } from './tag-of.ts'
import { nameOfRun } from '../values/name-of-run.ts'

/** Verdicts as people read them; what stands behind them is in the reference. */
const verdicts: Readonly<Record<string, { readonly text: string; readonly look: 'good' | 'warn' | 'bad' }>> = {
  BIT_IDENTICAL: { text: 'Bit identical', look: 'good' },
  WITHIN_TOLERANCE: { text: 'Within tolerance', look: 'good' },
  DIVERGED: { text: 'Diverged', look: 'bad' },
  CANNOT: { text: 'Can not be reproduced', look: 'warn' },
}

/** Whether the run was done again, what came of it, and what it was made of. */
export function ReproTab({ run }: TabProps) {
  const { data: record, error } = useQuery(recordQuery(run))
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (record === undefined) return <div aria-busy="true" />
  return (
    <div className={page['grid']}>
      <VerdictCard run={run} />
      <Again run={run} isCaptured={record !== null} />
      <Attempts run={run} />
      {record === null ? null : <MadeOf record={record} />}
      {record === null ? null : <NotRecorded record={record} />}
      {record === null ? null : <RecordDiff run={run} record={record} />}
    </div>
  )
}

function VerdictCard({ run }: TabProps) {
  const verdict = tagOf(run, 'reprise.verdict')
  const repeat = tagOf(run, 'reprise.reproduction')
  const { data: report } = useQuery({ ...reportQuery(repeat ?? ''), enabled: repeat !== undefined })
  if (verdict === undefined) {
    return (
      <section className={page['card']} aria-label="Verdict">
        <h2>Verdict</h2>
        <p className={page['soft']}>Nobody has tried to reproduce this run yet.</p>
      </section>
    )
  }
  const { text, look } = verdicts[verdict] ?? { text: verdict, look: 'warn' as const }
  const kind = tagOf(run, 'reprise.verdict.kind')
  return (
    <section className={page['card']} aria-label="Verdict">
      <h2>Verdict</h2>
      <p>
        <span className={styles[look]}>{text}</span> <span className={page['soft']}>{kind}</span>
      </p>
      {report === undefined || report === null ? null : (
        <>
          <p>{report.why}</p>
          <ul>
            {report.causes.map(({ text: cause }, at) => (
              <li key={at}>{cause}</li>
            ))}
          </ul>
          <table className={page['table']}>
            <thead>
              <tr>
                <th scope="col">Result</th>
                <th scope="col">Compared</th>
              </tr>
            </thead>
            <tbody>
              {report.items.slice(0, 100).map(({ name, result }) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{result}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}

function Again({ run, isCaptured }: TabProps & { readonly isCaptured: boolean }) {
  const command = `reprise reproduce ${run.info.run_id} --server ${location.origin}`
  return (
    <section className={page['card']} aria-label="Run it again">
      <h2>Run it again</h2>
      {isCaptured ? (
        <>
          <pre tabIndex={0}>{command}</pre>
          <p>
            <button type="button" className={page['button']} onClick={() => void navigator.clipboard.writeText(command)}>
              Copy
            </button>
          </p>
        </>
      ) : (
        <p className={page['soft']}>
          What this run was made from was not captured. Run the program with <code>reprise run -- COMMAND</code>, or capture it with the
          SDK.
        </p>
      )}
    </section>
  )
}

/** Runs that repeated this one. */
function Attempts({ run }: TabProps) {
  const { run_id: runId, experiment_id: experiment } = run.info
  const { data } = useQuery({
    queryKey: ['runs', 'recent', [experiment], `repeats of ${runId}`],
    queryFn: async ({ signal }) =>
      (
        await client.searchRuns(
          { experiment_ids: [experiment], filter: `tags.\`reprise.reproduces\` = '${runId}'`, max_results: 50, fields: ['tags.reprise.*'] },
          { signal },
        )
      ).runs,
  })
  const original = tagOf(run, 'reprise.reproduces')
  return (
    <section className={page['card']} aria-label="Attempts">
      <h2>Attempts</h2>
      {original === undefined ? null : (
        <p>
          This run repeats{' '}
          <Link to="/r/$run/$tab" params={{ run: original, tab: 'repro' }}>
            another
          </Link>
          .
        </p>
      )}
      {data?.length === 0 ? <p className={page['soft']}>There are none.</p> : null}
      <table className={page['table']} style={{ border: 0 }}>
        <tbody>
          {data?.map((attempt) => (
            <tr key={attempt.info.run_id}>
              <td>
                <Link to="/r/$run/$tab" params={{ run: attempt.info.run_id, tab: 'overview' }}>
                  {nameOfRun(attempt.info)}
                </Link>
              </td>
              <td>{formatDate(attempt.info.start_time)}</td>
              <td>{tagOf(attempt, 'reprise.reproduces.verdict') ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function MadeOf({ record: { environment, inputs, outputs } }: { readonly record: RunRecord }) {
  return (
    <section className={page['card']} aria-label="Made of">
      <h2>Made of</h2>
      <dl className={styles['pairs']}>
        <dt>Interpreters</dt>
        <dd>{environment.interpreters.map(({ language, version }) => `${language} ${version}`).join(', ') || 'none known'}</dd>
        <dt>Packages</dt>
        <dd>
          {environment.packages.length}, {environment.packages.filter((one) => one.is_used === true).length} of them seen in use
        </dd>
        <dt>Variables</dt>
        <dd>{environment.variables.length}</dd>
        <dt>Files read</dt>
        <dd>{describe(inputs)}</dd>
        <dt>Files made</dt>
        <dd>{describe(outputs)}</dd>
      </dl>
    </section>
  )
}

function describe(files: RunRecord['inputs']): string {
  const kept = files.filter((file) => file.kept !== undefined).length
  const size = files.reduce((sum, file) => sum + (file.size ?? 0), 0)
  return `${files.length} (${formatBytes(size)}), ${kept} of them kept with the run`
}

function NotRecorded({ record }: { readonly record: RunRecord }) {
  const missing = record.items.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT' || status === 'SKIPPED')
  const files = record.inputs.filter((file) => file.not_kept !== undefined)
  return (
    <section className={page['card']} aria-label="Not recorded">
      <h2>Not recorded</h2>
      {missing.length + files.length === 0 ? <p className={page['soft']}>Everything that was looked for was recorded.</p> : null}
      <dl className={styles['pairs']}>
        {missing.map(({ name, detail = '' }) => (
          <Entry key={name} name={name} text={detail} />
        ))}
        {files.slice(0, 100).map(({ path, not_kept: why = '' }) => (
          <Entry key={path} name={path} text={why} />
        ))}
      </dl>
    </section>
  )
}

function Entry({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  )
}
