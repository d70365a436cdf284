import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useId, useRef, useState, type ReactNode } from 'react'
import type { PanelsChange, PanelsView } from './view.ts'
import { keysQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import { isMetricAxis, readAxis } from '../charts/axis.ts'
import styles from '../charts/chart.module.css'

interface Props {
  readonly experimentIds: readonly string[]
  readonly view: PanelsView
  readonly onChange: (change: PanelsChange) => void
  /** Further controls. */
  readonly children?: ReactNode
}

/** How charts are drawn, for all on the page. */
export function ChartSettings({ experimentIds, view, onChange, children }: Props) {
  const { charts = '', x = 'step', log, smooth = 0, sync, zoom } = view
  const isMetric = isMetricAxis(x)
  const [isPicking, setPicking] = useState(false)
  return (
    <div className={page['bar']} role="group" aria-label="Charts">
      <input
        type="search"
        className={page['search']}
        style={{ flex: '1 1 130px', maxWidth: 180 }}
        aria-label="Search charts"
        placeholder="Search charts"
        value={charts}
        onChange={({ target }) => onChange({ charts: target.value === '' ? undefined : target.value })}
      />
      <select
        className={page['button']}
        aria-label="Horizontal axis"
        value={isMetric || isPicking ? 'metric' : x}
        onChange={({ target }) => {
          setPicking(target.value === 'metric')
          if (target.value !== 'metric') onChange({ x: readAxis(target.value), zoom: undefined })
        }}
      >
        <option value="step">Step</option>
        <option value="relative">Relative time</option>
        <option value="time">Time</option>
        <option value="metric">A metric…</option>
      </select>
      {isMetric || isPicking ? (
        <AxisMetric
          key={x}
          experimentIds={experimentIds}
          metric={isMetric ? x.slice('metrics.'.length) : ''}
          onChange={(metric) => onChange({ x: readAxis(`metrics.${metric}`), zoom: undefined })}
        />
      ) : null}
      <label className={page['button']}>
        <input type="checkbox" checked={log === true} onChange={({ target }) => onChange({ log: target.checked ? true : undefined })} />
        Log
      </label>
      <label className={page['button']}>
        Smooth
        <Slider value={smooth} onChange={(value) => onChange({ smooth: value === 0 ? undefined : value })} />
        <output className={styles['weight']}>{smooth === 0 ? 'off' : (smooth / 100).toFixed(2)}</output>
      </label>
      <label className={page['button']} title="What is zoomed in one chart is zoomed in all">
        <input
          type="checkbox"
          checked={sync === true}
          onChange={({ target }) => onChange({ sync: target.checked ? true : undefined, zoom: undefined })}
        />
        Zoom together
      </label>
      {sync === true && zoom !== undefined ? (
        <button type="button" className={page['button']} onClick={() => onChange({ zoom: undefined })}>
          Show all
        </button>
      ) : null}
      {children}
    </div>
  )
}

/** How long a slider rests before what it says is asked of the server. */
const REST_MILLISECONDS = 150

function Slider({ value, onChange }: { readonly value: number; readonly onChange: (value: number) => void }) {
  const [moved, setMoved] = useState<number>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // The address of a page that one has gone to is left alone.
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <input
      type="range"
      min="0"
      max="99"
      value={moved ?? value}
      onChange={({ target }) => {
        clearTimeout(timer.current)
        const next = Number(target.value)
        setMoved(next)
        timer.current = setTimeout(() => {
          setMoved(undefined)
          onChange(next)
        }, REST_MILLISECONDS)
      }}
      style={{ width: 68 }}
    />
  )
}

interface AxisProps {
  readonly experimentIds: readonly string[]
  readonly metric: string
  readonly onChange: (metric: string) => void
}

/** The metric along the axis, searched for on the server. */
function AxisMetric({ experimentIds, metric, onChange }: AxisProps) {
  const [words, setWords] = useState(metric)
  const list = useId()
  const { data } = useQuery(keysQuery(experimentIds, 'metric', useDeferredValue(words), 30))
  const names = data?.keys.map(({ key }) => key) ?? []
  const take = (name: string) => {
    if (name !== '' && name !== metric) onChange(name)
  }
  return (
    <>
      <input
        className={page['search']}
        style={{ width: 150 }}
        aria-label="Metric of the horizontal axis"
        placeholder="epoch"
        list={list}
        autoFocus={metric === ''}
        value={words}
        onChange={({ target }) => {
          setWords(target.value)
          if (names.includes(target.value)) take(target.value)
        }}
        onBlur={() => take(words.trim())}
        onKeyDown={({ key }) => {
          if (key === 'Enter') take(words.trim())
        }}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}
