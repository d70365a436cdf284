import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { errorText } from '../shell/error-text.ts'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import { Time } from '../shell/time.tsx'
import { durationOf } from '../values/duration-of.ts'
import { formatDuration, formatNumber } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './home.module.css'
import { lastErrorQuery } from './last-error.ts'
import { progressOf } from './progress.ts'
import { recentQuery } from './recent-query.ts'

interface Props {
  readonly title: string
  readonly filter: string
  readonly none: string
  readonly experimentIds: readonly string[]
  readonly names: ReadonlyMap<string, string>
}

/** The newest runs that meet a filter. */
export function RecentRuns({ title, filter, none, experimentIds, names }: Props) {
  const { data, error } = useQuery(recentQuery(experimentIds, filter))
  return (
    <section className={page['card']} aria-label={title} aria-busy={data === undefined && error === null}>
      <h2>{title}</h2>
      {error === null ? null : <p role="alert">{errorText(error)}</p>}
      {data?.length === 0 ? <p className={page['soft']}>{none}</p> : null}
      <ul className={styles['runs']}>
        {data?.map((run) => (
          <Row key={run.info.run_id} run={run} experiment={names.get(run.info.experiment_id) ?? run.info.experiment_id} />
        ))}
      </ul>
    </section>
  )
}

function Row({ run, experiment }: { readonly run: Run; readonly experiment: string }) {
  const { info } = run
  const duration = durationOf(info, Date.now())
  return (
    <li>
      <div className={styles['name']}>
        <Link to="/r/$run/$tab" params={{ run: info.run_id, tab: 'overview' }}>
          {nameOfRun(info)}
        </Link>
        <Link className={styles['experiment']} to="/e/$experiment" params={{ experiment: info.experiment_id }}>
          {experiment}
        </Link>
        <Progress run={run} />
        {info.status === 'FAILED' ? <LastError run={run} /> : null}
      </div>
      <Status status={info.status} />
      <div className={styles['when']}>
        <Time at={info.start_time} as="ago" />
        <div>{duration === undefined ? '' : formatDuration(duration)}</div>
      </div>
    </li>
  )
}

function Progress({ run }: { readonly run: Run }) {
  const { latest, oddity } = progressOf(run, Date.now())
  if (latest === undefined) return null
  const step = latest.step === undefined ? '' : ` at step ${formatNumber(Number(latest.step))}`
  return (
    <div className={oddity === undefined ? styles['progress'] : styles['odd']}>
      {latest.key} {formatNumber(latest.value)}
      {step}
      {oddity === 'silent' ? (
        <>
          ; the last point came <Time at={latest.timestamp} as="ago" />
        </>
      ) : null}
    </div>
  )
}

function LastError({ run }: { readonly run: Run }) {
  const { data } = useQuery(lastErrorQuery(run.info.artifact_uri ?? ''))
  return data === undefined || data === null ? null : <div className={styles['error']}>{data}</div>
}
