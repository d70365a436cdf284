import { useState } from 'react'
import { ChartGrid } from '../charts/chart-grid.tsx'
import { ChartSettings, type Settings } from '../charts/chart-settings.tsx'
import page from '../shell/page.module.css'
import type { TabProps } from './run-page.tsx'

/** Charts of one page; the rest is found by searching. */
const MOST_CHARTS = 100
const SYSTEM = 'system/'

/** The run's own metrics. */
export function MetricsTab({ run }: TabProps) {
  return <Charts run={run} takes={(key) => !key.startsWith(SYSTEM)} none="This run has logged no metrics." />
}

/** What the machine did meanwhile. */
export function SystemTab({ run }: TabProps) {
  return (
    <Charts
      run={run}
      takes={(key) => key.startsWith(SYSTEM)}
      none="Nothing was recorded about the machine: log system metrics with the client, or run the command with reprise run."
    />
  )
}

function Charts({ run, takes, none }: TabProps & { readonly takes: (key: string) => boolean; readonly none: string }) {
  const [settings, setSettings] = useState<Settings>({ axis: 'step', isLog: false, smooth: 0, search: '' })
  const keys = (run.data?.metrics ?? []).map(({ key }) => key).filter(takes)
  const found = keys.filter((key) => key.toLowerCase().includes(settings.search.toLowerCase()))
  if (keys.length === 0) return <p className={page['soft']}>{none}</p>
  const { run_id: id, run_name: name = id.slice(0, 8) } = run.info
  return (
    <>
      <ChartSettings settings={settings} onChange={(change) => setSettings({ ...settings, ...change })} />
      <ChartGrid
        metrics={found.slice(0, MOST_CHARTS)}
        runs={[{ id, name, colour: 'var(--series-0)' }]}
        axis={settings.axis}
        isLog={settings.isLog}
        smoothing={settings.smooth / 100}
      />
      {found.length > MOST_CHARTS ? <p className={page['soft']}>and {found.length - MOST_CHARTS} more; search for them</p> : null}
    </>
  )
}
