import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { fits } from '../search/fits.ts'
import { keysQuery } from '../server/queries.ts'
import page from '../shell/page.module.css'
import { useLater } from '../shell/use-later.ts'
import { shiftColumn } from './arrange-columns.ts'
import { columnOfSummary, metricOfColumn, type Summary } from './columns.ts'
import { ownColumns } from './own-columns.ts'
import styles from './runs-page.module.css'
import type { RunsView, ViewChange } from './view.ts'

interface Props {
  readonly experimentIds: readonly string[]
  readonly view: RunsView
  readonly chosen: readonly string[]
  readonly onChange: (change: ViewChange) => void
}

/** Picks columns by searching on the server: there may be tens of thousands of names. */
export function ColumnPicker(props: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={styles['picker']}>
      <button type="button" className={page['button']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Columns
      </button>
      {isOpen ? <Panel {...props} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

const summaries: readonly Summary[] = ['latest', 'min', 'max', 'first']

function Panel({ experimentIds, view, chosen, onChange, onClose }: Props & { readonly onClose: () => void }) {
  const [words, setWords] = useState('')
  const found = useFields(experimentIds, useLater(words.trim()))
  const others = found.filter((field) => !chosen.includes(field))
  const shown = chosen.filter((field) => fits(`${titleOf(field)} ${field}`, words))
  const set = (cols: readonly string[]) => onChange({ cols })
  return (
    <div
      className={styles['panel']}
      role="dialog"
      aria-label="Columns"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <input
        type="search"
        className={page['search']}
        style={{ width: '100%' }}
        aria-label="Search columns"
        placeholder="Search metrics, params and tags"
        autoFocus
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      <ul aria-label="Columns of the table">
        {shown.map((field) => (
          <li key={field}>
            <label>
              <input type="checkbox" checked onChange={() => set(chosen.filter((one) => one !== field))} />
              {titleOf(field)}
            </label>
            <SummaryPicker field={field} onPick={(next) => set(chosen.map((one) => (one === field ? next : one)))} />
            <button type="button" aria-label={`Move ${titleOf(field)} up`} onClick={() => set(shiftColumn(chosen, field, -1))}>
              ↑
            </button>
            <button type="button" aria-label={`Move ${titleOf(field)} down`} onClick={() => set(shiftColumn(chosen, field, 1))}>
              ↓
            </button>
          </li>
        ))}
        {others.map((field) => (
          <li key={field}>
            <label>
              <input type="checkbox" checked={false} onChange={() => set([...chosen, field])} />
              {titleOf(field)}
            </label>
          </li>
        ))}
      </ul>
      <div className={page['bar']}>
        <button type="button" className={page['button']} onClick={() => onChange({ cols: undefined, pin: undefined, widths: undefined })}>
          As at first
        </button>
        <label className={page['button']}>
          <input
            type="checkbox"
            checked={view.flat !== true}
            onChange={({ target }) => onChange({ flat: target.checked ? undefined : true })}
          />
          Nested runs below their parents
        </label>
      </div>
    </div>
  )
}

/** Which point of a metric is shown. */
function SummaryPicker({ field, onPick }: { readonly field: string; readonly onPick: (field: string) => void }) {
  const { metric, summary } = metricOfColumn(field) ?? {}
  if (metric === undefined || summary === undefined) return null
  return (
    <select
      aria-label={`Value of ${metric}`}
      value={summary === 'last' ? 'latest' : summary}
      onChange={({ target }) => onPick(columnOfSummary(metric, target.value as Summary))}
    >
      {summaries.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}

/** Fields of the server that contain the words, and those that every run has. */
function useFields(experimentIds: readonly string[], words: string): string[] {
  const { data: metrics } = useQuery(keysQuery(experimentIds, 'metric', words, 40))
  const { data: params } = useQuery(keysQuery(experimentIds, 'param', words, 40))
  const { data: tags } = useQuery(keysQuery(experimentIds, 'tag', words, 40))
  const own = ownColumns.filter(({ id, title }) => fits(`${title} ${id}`, words)).map(({ id }) => id)
  return [
    ...new Set([
      ...own,
      ...(metrics?.keys.map(({ key }) => `metrics.${key}`) ?? []),
      ...(params?.keys.map(({ key }) => `params.${key}`) ?? []),
      ...(tags?.keys.map(({ key }) => `tags.${key}`) ?? []),
    ]),
  ]
}

function titleOf(field: string): string {
  const { metric } = metricOfColumn(field) ?? {}
  return ownColumns.find(({ id }) => id === field)?.title ?? (metric === undefined ? field : `metrics.${metric}`)
}
