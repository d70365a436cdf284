import page from '../shell/page.module.css'
import type { Axis } from './buckets-query.ts'

export interface Settings {
  readonly axis: Axis
  readonly isLog: boolean
  /** 0 to 99. */
  readonly smooth: number
  /** Part of the names of metrics. */
  readonly search: string
}

interface Props {
  readonly settings: Settings
  readonly onChange: (change: Partial<Settings>) => void
}

/** How charts are drawn, for all on the page. */
export function ChartSettings({ settings: { axis, isLog, smooth, search }, onChange }: Props) {
  return (
    <div className={page['bar']} role="group" aria-label="Charts">
      <input
        type="search"
        className={page['search']}
        style={{ width: 180 }}
        aria-label="Search charts"
        placeholder="Search charts"
        value={search}
        onChange={({ target }) => onChange({ search: target.value })}
      />
      <select
        className={page['button']}
        aria-label="Horizontal axis"
        value={axis}
        onChange={({ target }) => onChange({ axis: target.value as Axis })}
      >
        <option value="step">Step</option>
        <option value="relative">Relative time</option>
        <option value="time">Time</option>
      </select>
      <label className={page['button']}>
        <input type="checkbox" checked={isLog} onChange={({ target }) => onChange({ isLog: target.checked })} />
        Log
      </label>
      <label className={page['button']}>
        Smooth
        <input
          type="range"
          min="0"
          max="99"
          value={smooth}
          onChange={({ target }) => onChange({ smooth: Number(target.value) })}
          style={{ width: 90 }}
        />
      </label>
    </div>
  )
}
