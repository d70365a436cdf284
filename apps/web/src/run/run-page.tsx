import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { lazy, Suspense, type ComponentType } from 'react'
import { experimentQuery, runQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { MissingPage } from '../shell/missing-page.tsx'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import { formatAgo, formatDate, formatDuration } from '../values/format.ts'
import { RunName } from './run-name.tsx'
import styles from './run-page.module.css'
import { tagOf } from './tag-of.ts'

/** What every tab of a run is given. */
export interface TabProps {
  readonly run: Run
}

const tabs: Readonly<Record<string, { readonly label: string; readonly Tab: ComponentType<TabProps> }>> = {
  overview: { label: 'Overview', Tab: lazy(async () => ({ default: (await import('./overview-tab.tsx')).OverviewTab })) },
  metrics: { label: 'Metrics', Tab: lazy(async () => ({ default: (await import('./metrics-tab.tsx')).MetricsTab })) },
  system: { label: 'System', Tab: lazy(async () => ({ default: (await import('./metrics-tab.tsx')).SystemTab })) },
  logs: { label: 'Logs', Tab: lazy(async () => ({ default: (await import('./logs-tab.tsx')).LogsTab })) },
  files: { label: 'Files', Tab: lazy(async () => ({ default: (await import('./files-tab.tsx')).FilesTab })) },
  code: { label: 'Code', Tab: lazy(async () => ({ default: (await import('./code-tab.tsx')).CodeTab })) },
  repro: { label: 'Reproduction', Tab: lazy(async () => ({ default: (await import('./repro-tab.tsx')).ReproTab })) },
  notes: { label: 'Notes', Tab: lazy(async () => ({ default: (await import('./notes-tab.tsx')).NotesTab })) },
}

/** One run, whole: read again by itself while it goes on. */
export function RunPage() {
  const { run: runId, tab } = useParams({ from: '/r/$run/$tab' })
  const { data: run, error } = useQuery(runQuery(runId))
  if (error !== null) return <Notice title="This run could not be read" text={errorText(error)} />
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
  return (
    <header className={styles['head']}>
      <div className={page['bar']}>
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
        {info.lifecycle_stage === 'deleted' ? <b>Deleted</b> : null}
        <span className={page['soft']} title={formatDate(info.start_time)}>
          started {formatAgo(info.start_time)}
          {info.start_time === undefined ? '' : `, ${formatDuration(Number(info.end_time ?? Date.now()) - Number(info.start_time))}`}
        </span>
        <Link to="/lineage" search={{ of: info.run_id }} style={{ marginLeft: 'auto' }}>
          Lineage
        </Link>
      </div>
    </header>
  )
}
