import type { Run } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ChartGrid } from '../charts/chart-grid.tsx'
import { ChartSettings, type Settings } from '../charts/chart-settings.tsx'
import { assignColours } from './colours.ts'
import { groupRuns, type RunGroup } from './group-runs.ts'
import { keysQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import styles from './runs-page.module.css'
import type { RunsView, ViewChange } from './view.ts'
import { nameOfRun } from '../values/name-of-run.ts'

interface Props {
  readonly experimentIds: readonly string[]
  readonly runs: readonly Run[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
}

/** Charts of one page: more are found by searching, not by scrolling. */
const MOST_CHARTS = 60

/** The curves of some runs, one chart per metric, each read when it comes into view. */
export function RunCharts({ experimentIds, runs, colours, view, onChange }: Props) {
  const search = view.charts ?? ''
  const { data } = useQuery(keysQuery(experimentIds, 'metric', search, MOST_CHARTS))
  const settings: Settings = { axis: view.x ?? 'step', isLog: view.log === true, smooth: view.smooth ?? 0, search }
  const change = ({ axis, isLog, smooth, search: charts }: Partial<Settings>) =>
    onChange({
      ...(axis === undefined ? {} : { x: axis === 'step' ? undefined : axis }),
      ...(isLog === undefined ? {} : { log: isLog ? true : undefined }),
      ...(smooth === undefined ? {} : { smooth: smooth === 0 ? undefined : smooth }),
      ...(charts === undefined ? {} : { charts: charts === '' ? undefined : charts }),
    })
  const charted = runs.map(({ info }) => ({
    id: info.run_id,
    name: nameOfRun(info),
    colour: colours.get(info.run_id) ?? 'var(--text-soft)',
  }))
  const groups = useMemo(() => (view.over === undefined ? undefined : colourGroups(groupRuns(runs, view.over))), [runs, view.over])
  const keys = (data?.keys ?? []).map(({ key }) => key).filter((key) => search !== '' || !key.startsWith('system/'))
  return (
    <section className={styles['charts']} aria-label="Charts" tabIndex={0}>
      <ChartSettings settings={settings} onChange={change} />
      <GroupPicker experimentIds={experimentIds} over={view.over} onChange={(over) => onChange({ over })} />
      {keys.length === 0 && data !== undefined ? <p className={page['soft']}>No metric has such a name.</p> : null}
      <ChartGrid
        metrics={keys}
        runs={charted}
        groups={groups}
        axis={settings.axis}
        isLog={settings.isLog}
        smoothing={settings.smooth / 100}
      />
      {data?.next_page_token === undefined ? null : <p className={page['soft']}>There are more metrics; search for them.</p>}
    </section>
  )
}

function colourGroups(groups: readonly RunGroup[]) {
  const colours = assignColours(groups.map(({ id }) => id))
  return groups.map((group) => ({ ...group, colour: colours.get(group.id) ?? 'var(--text-soft)' }))
}

interface GroupProps {
  readonly experimentIds: readonly string[]
  readonly over: string | undefined
  readonly onChange: (over: string | undefined) => void
}

/** Params offered at once. */
const MOST_PARAMS = 100

/** Averages curves over a param: runs that are the same but for it become a mean and a band. */
function GroupPicker({ experimentIds, over, onChange }: GroupProps) {
  const { data } = useQuery(keysQuery(experimentIds, 'param', '', MOST_PARAMS))
  const names = data?.keys.map(({ key }) => key) ?? []
  return (
    <label className={page['button']}>
      Mean over
      <select value={over ?? ''} onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}>
        <option value="">nothing: each run</option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}
