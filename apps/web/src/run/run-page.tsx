import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, type ComponentType } from 'react'
import { now } from '../server/client.ts'
import { experimentQuery, runQuery } from '../server/queries.ts'
import { MissingPage } from '../shell/missing-page.tsx'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import { Time } from '../shell/time.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Unreadable } from '../shell/unreadable.tsx'
import { durationOf } from '../values/duration-of.ts'
import { formatDuration } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import { RunMenu } from './run-menu.tsx'
import { RunName } from './run-name.tsx'
import { ShareMenu } from '../sharing/share-menu.tsx'
import { VerdictMark } from './verdict-mark.tsx'
import styles from './run-page.module.css'
import type { TabProps } from './tab-props.ts'
import { tagOf } from '../tags/tag-of.ts'

const tabs: Readonly<Record<string, { readonly label: string; readonly Tab: ComponentType<TabProps> }>> = {
  overview: { label: 'Overview', Tab: lazy(async () => ({ default: (await import('./overview-tab.tsx')).OverviewTab })) },
  metrics: { label: 'Metrics', Tab: lazy(async () => ({ default: (await import('./metrics-tab.tsx')).MetricsTab })) },
  system: { label: 'System', Tab: lazy(async () => ({ default: (await import('./metrics-tab.tsx')).SystemTab })) },
  logs: { label: 'Logs', Tab: lazy(async () => ({ default: (await import('./logs-tab.tsx')).LogsTab })) },
  files: { label: 'Files', Tab: lazy(async () => ({ default: (await import('./files-tab.tsx')).FilesTab })) },
  code: { label: 'Code', Tab: lazy(async () => ({ default: (await import('./code-tab.tsx')).CodeTab })) },
  diff: { label: 'Diff', Tab: lazy(async () => ({ default: (await import('../diff/diff-tab.tsx')).DiffTab })) },
  repro: { label: 'Reproduction', Tab: lazy(async () => ({ default: (await import('../reproduction/repro-tab.tsx')).ReproTab })) },
  notes: { label: 'Notes', Tab: lazy(async () => ({ default: (await import('./notes-tab.tsx')).NotesTab })) },
}

/** One run, whole: read again by itself while it goes on. */
export function RunPage() {
  const { run: runId, tab } = useParams({ from: '/r/$run/$tab' })
  const { data: run, error } = useQuery(runQuery(runId))
  useTitle(run === undefined ? undefined : nameOfRun(run.info))
  if (error !== null) return <Unreadable title="This run could not be read" error={error} />
  const chosen = tabs[tab]
  if (chosen === undefined) return <MissingPage />
  if (run === undefined) return <div aria-busy="true" />
  return (
    <div className={styles['page']}>
      <Head run={run} />
      <nav className={styles['tabs']} aria-label="Of this run">
        {Object.entries(tabs).map(([name, { label }]) => (
          <Link key={name} to="/r/$run/$tab" params={{ run: runId, tab: name }} activeProps={{ className: styles['current'] ?? '' }}>
            {label}
          </Link>
        ))}
      </nav>
      <div className={styles['body']}>
        <Suspense fallback={<div aria-busy="true" />}>
          <chosen.Tab run={run} />
        </Suspense>
      </div>
    </div>
  )
}

function Head({ run }: TabProps) {
  const { info } = run
  const { data: experiment } = useQuery(experimentQuery(info.experiment_id))
  const parent = tagOf(run, 'mlflow.parentRunId')
  const duration = durationOf(info, now())
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <Link to="/e/$experiment" params={{ experiment: info.experiment_id }}>
          {experiment?.name ?? info.experiment_id}
        </Link>
        <span className={page['soft']}>/</span>
        {parent === undefined ? null : (
          <>
            <Link to="/r/$run/$tab" params={{ run: parent, tab: 'overview' }}>
              its parent
            </Link>
            <span className={page['soft']}>/</span>
          </>
        )}
        <RunName run={run} />
        <Status status={info.status} />
        <VerdictMark run={run} />
        {info.lifecycle_stage === 'deleted' ? <b>Deleted</b> : null}
        <span className={page['soft']}>
          started <Time at={info.start_time} as="ago" />
          {duration === undefined ? '' : `, ${formatDuration(duration)}`}
        </span>
        <div className={styles['tools']}>
          <Link to="/lineage" search={{ of: info.run_id }}>
            Lineage
          </Link>
          <ShareMenu runIds={[info.run_id]} />
          <RunMenu run={run} />
        </div>
      </div>
    </header>
  )
}
