import type { Run } from '@reprise/protocol'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { type MetricValue, metricValues } from '../diff/metric-value.ts'
import { changeOf, isSame, rowsOf, type Row } from '../diff/rows.ts'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import { formatNumber } from '../values/format.ts'
import { nameOfRun } from '../values/name-of-run.ts'
import styles from './compare-page.module.css'
import type { CompareView } from './view.ts'

/** Rows of a section; the rest is found by searching. */
const MOST_ROWS = 300

interface Props {
  readonly runs: readonly Run[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: CompareView
  readonly onChange: (change: { readonly [Key in keyof CompareView]?: CompareView[Key] | undefined }) => void
}

const valueLabels: Readonly<Record<MetricValue, string>> = { best: 'Best', min: 'Least', max: 'Greatest', first: 'First' }

/** Params, metrics and tags of runs, a column for each run. */
export function SideBySide({ runs, colours, view: { all, base, of, rows: words = '' }, onChange }: Props) {
  const sections = useMemo(() => rowsOf(runs, of), [runs, of])
  const baseAt = runs.findIndex(({ info }) => info.run_id === base)
  const isSought = (row: Row) => row.key.toLowerCase().includes(words.toLowerCase())
  return (
    <section aria-label="Side by side">
      <div className={page['bar']} style={{ margin: 'var(--space-4) 0 var(--space-2)' }}>
        <label className={page['button']}>
          <input type="checkbox" checked={all !== true} onChange={({ target }) => onChange({ all: target.checked ? undefined : true })} />
          Only what differs
        </label>
        <select
          className={page['button']}
          aria-label="Values of metrics"
          value={of ?? ''}
          onChange={({ target }) => onChange({ of: metricValues.find((value) => value === target.value) })}
        >
          <option value="">Last values</option>
          {metricValues.map((value) => (
            <option key={value} value={value}>
              {valueLabels[value]} values
            </option>
          ))}
        </select>
        <input
          type="search"
          className={page['search']}
          aria-label="Search rows"
          placeholder="Search rows"
          value={words}
          onChange={({ target }) => onChange({ rows: target.value === '' ? undefined : target.value })}
        />
      </div>
      <div className={styles['scroller']} tabIndex={0} role="region" aria-label="Table of what runs have">
        <table className={styles['table']}>
          <thead>
            <tr>
              <td />
              {runs.map(({ info }) => (
                <th key={info.run_id} scope="col">
                  <div className={styles['name']}>
                    <span className={styles['dot']} style={{ background: colours.get(info.run_id) }} />{' '}
                    <Link to="/r/$run/$tab" params={{ run: info.run_id, tab: 'overview' }} title={nameOfRun(info)}>
                      {nameOfRun(info)}
                    </Link>
                  </div>
                  <div className={page['bar']}>
                    <Status status={info.status} />
                    <button
                      type="button"
                      className={styles['pin']}
                      aria-pressed={base === info.run_id}
                      onClick={() => onChange({ base: base === info.run_id ? undefined : info.run_id })}
                    >
                      Baseline
                    </button>
                  </div>
                </th>
              ))}
            </tr>
          </thead>
          {sections.map(({ title, rows }) => (
            <Section
              key={title}
              title={title}
              rows={rows.filter((row) => isSought(row) && (all === true || !isSame(row)))}
              hidden={all === true ? 0 : rows.filter(isSame).length}
              base={baseAt}
            />
          ))}
        </table>
      </div>
    </section>
  )
}

interface SectionProps {
  readonly title: string
  readonly rows: readonly Row[]
  /** How many rows are left out since all runs have the same. */
  readonly hidden: number
  /** Which run the others are held against; -1 for none. */
  readonly base: number
}

function Section({ title, rows, hidden, base }: SectionProps) {
  const more = rows.length - MOST_ROWS
  if (rows.length + hidden === 0) return null
  return (
    <tbody>
      <tr>
        <th scope="colgroup" colSpan={100} className={styles['section']}>
          {title} {hidden === 0 ? '' : <span className={page['soft']}>{hidden} the same</span>}{' '}
          {more > 0 ? <span className={page['soft']}>{more} more than are shown; search for them</span> : ''}
        </th>
      </tr>
      {rows.slice(0, MOST_ROWS).map((row) => (
        <tr key={row.key}>
          <th scope="row">{row.key}</th>
          {row.values.map((value, at) => (
            <td key={at} className={at === row.best ? styles['best'] : undefined}>
              <Value text={value ?? '—'} />
              <Delta row={row} at={at} base={base} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

/** Characters of a value that are shown at once. */
const MOST_CHARACTERS = 300

/** What a run has; of a long text the beginning, until somebody asks for all. */
function Value({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false)
  if (text.length <= MOST_CHARACTERS) return text
  return (
    <>
      {isWhole ? text : `${text.slice(0, MOST_CHARACTERS)}…`}{' '}
      <button type="button" className={styles['pin']} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
        {isWhole ? 'Less' : `All ${formatNumber(text.length)} characters`}
      </button>
    </>
  )
}

const marks = { better: '▲', worse: '▼', other: '' } as const

function Delta({ row, at, base }: { readonly row: Row; readonly at: number; readonly base: number }) {
  const change = changeOf(row, at, base)
  if (change === undefined) return null
  return (
    <div className={styles[change.look]}>
      {change.look === 'other' ? null : (
        <span role="img" aria-label={change.look} title={`${change.look} than the baseline`}>
          {marks[change.look]}
        </span>
      )}{' '}
      {change.text}
    </div>
  )
}
