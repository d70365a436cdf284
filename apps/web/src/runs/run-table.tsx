import type { Run } from '@reprise/protocol'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { Status } from '../shell/status.tsx'
import { useShortcuts } from '../shell/use-shortcuts.ts'
import { type Column, quoteField } from './columns.ts'
import styles from './run-table.module.css'
import { readRunsView, type RunsView, type ViewChange } from './view.ts'
import { nameOfRun } from '../values/name-of-run.ts'

interface Props {
  readonly runs: readonly Run[]
  readonly columns: readonly Column[]
  readonly colours: ReadonlyMap<string, string>
  readonly view: RunsView
  readonly isPending: boolean
  readonly onChange: (change: ViewChange) => void
  /** Called when the end of what is there comes near. */
  readonly onNeedMore: () => void
}

const ROW = 32
const NAME = 250
/** Rows before the end at which more are asked for. */
const AHEAD = 100

/** Runs as rows. Only what is in view is in the page, however many there are. */
export function RunTable({ runs, columns, colours, view, isPending, onChange, onNeedMore }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const router = useRouter()
  const [current, setCurrent] = useState(-1)
  const rows = useVirtualizer({ count: runs.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12 })
  const visible = rows.getVirtualItems()
  const last = visible.at(-1)?.index ?? 0
  useEffect(() => {
    if (runs.length > 0 && last >= runs.length - AHEAD) onNeedMore()
  }, [last, runs.length, onNeedMore])

  const selected = new Set(view.sel)
  // From the address, not from what is drawn: somebody may press the next key before the last one is shown.
  const toggle = (id: string) =>
    void navigate({ from: '/e/$experiment', search: (before) => ({ ...before, sel: toggled(before.sel ?? [], id) }), replace: true })
  const move = (by: number) => {
    const next = Math.min(runs.length - 1, Math.max(0, current + by))
    setCurrent(next)
    rows.scrollToIndex(next)
  }
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    x: () => runs[current] !== undefined && toggle(runs[current].info.run_id),
    c: () => {
      const { sel = [] } = readRunsView(router.latestLocation.search)
      void navigate({ to: '/compare', search: { runs: sel } })
    },
    Enter: (event) => {
      const run = runs[current]
      // A focused link or button has its own meaning of Enter.
      if (run === undefined || (event.target instanceof HTMLElement && event.target.closest('a, button') !== null)) return false
      return void navigate({ to: '/r/$run/$tab', params: { run: run.info.run_id, tab: 'overview' } })
    },
  })

  const width = NAME + columns.reduce((sum, column) => sum + column.width, 0)
  const template = `${NAME}px ${columns.map((column) => `${column.width}px`).join(' ')}`
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="grid"
      aria-label="Runs"
      aria-rowcount={runs.length + 1}
      aria-busy={isPending}
      tabIndex={0}
    >
      <div className={styles['head']} role="row" style={{ gridTemplateColumns: template, width }}>
        <div role="columnheader" className={styles['first']}>
          Run
        </div>
        {columns.map((column) => (
          <Header key={column.id} column={column} sort={view.sort} onSort={(sort) => onChange({ sort })} />
        ))}
      </div>
      <div style={{ height: rows.getTotalSize(), width, position: 'relative' }}>
        {visible.map(({ index, start }) => {
          const run = runs[index]
          if (run === undefined) return null
          const id = run.info.run_id
          return (
            <div
              key={id}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selected.has(id)}
              className={`${styles['row'] ?? ''} ${index === current ? (styles['current'] ?? '') : ''}`}
              style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
            >
              <div role="rowheader" className={styles['first']}>
                <input
                  type="checkbox"
                  aria-label={`Select ${nameOfRun(run.info)}`}
                  checked={selected.has(id)}
                  onChange={() => toggle(id)}
                />
                <span className={styles['dot']} style={{ background: colours.get(id) ?? 'transparent' }} />
                <Status status={run.info.status} isShort />
                <Link to="/r/$run/$tab" params={{ run: id, tab: 'overview' }} title={nameOfRun(run.info)}>
                  {nameOfRun(run.info)}
                </Link>
              </div>
              {columns.map((column) => (
                <Cell key={column.id} column={column} run={run} view={view} onChange={onChange} />
              ))}
            </div>
          )
        })}
      </div>
      {!isPending && runs.length === 0 ? (
        <p className={styles['empty']}>{view.q === undefined ? 'There are no runs here yet.' : 'No run fits the filter.'}</p>
      ) : null}
    </div>
  )
}

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
}

interface HeaderProps {
  readonly column: Column
  readonly sort: string | undefined
  readonly onSort: (sort: string | undefined) => void
}

/** A click orders by the column: greatest first, least first, as it was. */
function Header({ column, sort, onSort }: HeaderProps) {
  const direction = sort === `${column.id} DESC` ? 'descending' : sort === `${column.id} ASC` ? 'ascending' : 'none'
  const next = { none: `${column.id} DESC`, descending: `${column.id} ASC`, ascending: undefined }[direction]
  return (
    <div role="columnheader" aria-sort={direction} className={column.isNumeric ? styles['numeric'] : undefined}>
      <button type="button" title={column.id} onClick={() => onSort(next)}>
        <span>{column.title}</span>
        {direction === 'none' ? null : <span aria-hidden="true">{direction === 'descending' ? '↓' : '↑'}</span>}
      </button>
    </div>
  )
}

interface CellProps {
  readonly column: Column
  readonly run: Run
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
}

/** A value; a click with Alt asks for runs that have the same. */
function Cell({ column, run, view, onChange }: CellProps) {
  const text = column.textOf(run)
  const filter = () => {
    const value = column.detailOf?.(run) ?? text
    const field = quoteField(column.id)
    const clause = column.id.startsWith('metrics.') ? `${field} = ${value}` : `${field} = '${value.replaceAll("'", "''")}'`
    onChange({ q: view.q === undefined ? clause : `${view.q} AND ${clause}` })
  }
  const isField = !column.id.startsWith('attributes.')
  return (
    <div
      role="gridcell"
      className={column.isNumeric ? styles['numeric'] : undefined}
      title={`${column.detailOf?.(run) ?? text}${isField && text !== '' ? ' — Alt+click: runs like this' : ''}`}
      onClick={(event) => {
        if (event.altKey && isField && text !== '') filter()
      }}
    >
      {text}
    </div>
  )
}
