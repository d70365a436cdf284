import type { Run } from '@reprise/protocol'
import { useQueries } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { ChartGrid } from '../charts/chart-grid.tsx'
import { ChartSettings, type Settings } from '../charts/chart-settings.tsx'
import { assignColours } from '../runs/colours.ts'
import { runQuery } from '../server/queries.ts'
import { errorText } from '../shell/error-text.ts'
import { Notice } from '../shell/notice.tsx'
import page from '../shell/page.module.css'
import { Status } from '../shell/status.tsx'
import styles from './compare-page.module.css'
import { Origins } from './origins.tsx'
import { changeOf, isSame, rowsOf, type Row } from './rows.ts'
import { nameOfRun } from '../values/name-of-run.ts'

/** Charts of one page. */
const MOST_CHARTS = 40

/** Runs side by side: only what differs, unless all is asked for, and their curves together. */
export function ComparePage() {
  const view = useSearch({ from: '/compare' })
  const { runs: ids, base } = view
  const isAll = view.all === true
  const navigate = useNavigate({ from: '/compare' })
  const change = (next: { isAll: boolean; base: string | undefined }) =>
    void navigate({
      search: { runs: ids, ...(next.isAll ? { all: true } : {}), ...(next.base === undefined ? {} : { base: next.base }) },
      replace: true,
    })
  const answers = useQueries({ queries: ids.map((id) => runQuery(id)) })
  const error = answers.find((answer) => answer.error !== null)?.error
  const runs = answers.flatMap(({ data }) => (data === undefined ? [] : [data]))
  const colours = useMemo(() => assignColours(ids), [ids])
  if (ids.length === 0) return <Notice title="No runs are picked" text="Select runs in a table and press c." />
  if (error !== undefined && error !== null) return <Notice title="The runs could not be read" text={errorText(error)} />
  if (runs.length < ids.length) return <div aria-busy="true" />
  return (
    <div className={page['wide']}>
      <div className={page['head']}>
        <h1>{runs.length} runs compared</h1>
        <label className={page['button']}>
          <input type="checkbox" checked={!isAll} onChange={({ target }) => change({ isAll: !target.checked, base })} />
          Only what differs
        </label>
      </div>
      <Charts runs={runs} colours={colours} />
      <Side runs={runs} colours={colours} isAll={isAll} base={base} onBase={(next) => change({ isAll, base: next })} />
      <Origins runs={runs} base={base} />
    </div>
  )
}

interface PartProps {
  readonly runs: readonly Run[]
  readonly colours: ReadonlyMap<string, string>
}

function Charts({ runs, colours }: PartProps) {
  const [settings, setSettings] = useState<Settings>({ axis: 'step', isLog: false, smooth: 0, search: '' })
  const keys = [...new Set(runs.flatMap((run) => run.data?.metrics.map(({ key }) => key) ?? []))].toSorted()
  const found = keys.filter(
    (key) => key.toLowerCase().includes(settings.search.toLowerCase()) && (settings.search !== '' || !key.startsWith('system/')),
  )
  const charted = runs.map(({ info }) => ({
    id: info.run_id,
    name: nameOfRun(info),
    colour: colours.get(info.run_id) ?? '',
  }))
  return (
    <section aria-label="Charts">
      <ChartSettings settings={settings} onChange={(change) => setSettings({ ...settings, ...change })} />
      <ChartGrid
        metrics={found.slice(0, MOST_CHARTS)}
        runs={charted}
        axis={settings.axis}
        isLog={settings.isLog}
        smoothing={settings.smooth / 100}
      />
      {found.length > MOST_CHARTS ? <p className={page['soft']}>and {found.length - MOST_CHARTS} more; search for them</p> : null}
    </section>
  )
}

interface SideProps extends PartProps {
  readonly isAll: boolean
  readonly base: string | undefined
  readonly onBase: (run: string | undefined) => void
}

function Side({ runs, colours, isAll, base, onBase }: SideProps) {
  const sections = rowsOf(runs)
  const baseAt = runs.findIndex(({ info }) => info.run_id === base)
  return (
    <div className={styles['scroller']} tabIndex={0} role="region" aria-label="Side by side">
      <table className={styles['table']}>
        <thead>
          <tr>
            <td />
            {runs.map(({ info }) => (
              <th key={info.run_id} scope="col">
                <span className={styles['dot']} style={{ background: colours.get(info.run_id) }} />{' '}
                <Link to="/r/$run/$tab" params={{ run: info.run_id, tab: 'overview' }}>
                  {nameOfRun(info)}
                </Link>
                <div className={page['bar']}>
                  <Status status={info.status} />
                  <button
                    type="button"
                    className={styles['pin']}
                    aria-pressed={base === info.run_id}
                    onClick={() => onBase(base === info.run_id ? undefined : info.run_id)}
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
            rows={isAll ? rows : rows.filter((row) => !isSame(row))}
            hidden={isAll ? 0 : rows.filter(isSame).length}
            base={baseAt}
          />
        ))}
      </table>
    </div>
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
  return (
    <tbody>
      <tr>
        <th scope="colgroup" colSpan={100} className={styles['section']}>
          {title} {hidden === 0 ? '' : <span className={page['soft']}>{hidden} the same</span>}
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={row.key}>
          <th scope="row">{row.key}</th>
          {row.values.map((value, at) => (
            <td key={at} className={at === row.best ? styles['best'] : undefined}>
              {value ?? '—'}
              <Delta row={row} at={at} base={base} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

function Delta({ row, at, base }: { readonly row: Row; readonly at: number; readonly base: number }) {
  const change = changeOf(row, at, base)
  return change === undefined ? null : <div className={styles[change.look]}>{change.text}</div>
}
