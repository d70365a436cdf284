import type { Run } from '@reprise/protocol'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useSettings } from '../browser/settings.ts'
import { tell } from '../shell/messages.tsx'
import { parseWidths, placeColumns } from './arrange-columns.ts'
import { ColumnHeader } from './column-header.tsx'
import type { Column } from './column.ts'
import { NAME_ID, NameHeader } from './name-header.tsx'
import type { RowHandlers } from './run-row.tsx'
import { NoRuns } from './no-runs.tsx'
import { RunRows } from './run-rows.tsx'
import styles from './run-table.module.css'
import { MOST_SELECTED, toggled, withRange } from './selection.ts'
import { arrangeRows } from './table-rows.ts'
import { useCellMenu } from './use-cell-menu.tsx'
import { useRowKeys } from './use-row-keys.ts'
import type { RunsView, ViewChange } from './view.ts'

interface Props {
  readonly runs: readonly Run[]
  readonly columns: readonly Column[]
  /** Of the runs whose curves are drawn. */
  readonly colours: ReadonlyMap<string, string>
  readonly view: RunsView
  readonly isPending: boolean
  /** Whether what is asked for was refused: then it is not known that nothing fits. */
  readonly isRefused: boolean
  /** Whether there are more runs than were read. */
  readonly hasMore: boolean
  readonly onChange: (change: ViewChange) => void
  readonly onDraw: (id: string) => void
  /** Called when the end of what is there comes near. */
  readonly onNeedMore: () => void
}

/** Pixels of a row, by how close the viewer wants them. */
const heights = { compact: 26, normal: 32, roomy: 40 } as const
const NAME = 270

/** Runs as rows. Only the rows and columns in view are in the page, however many there are. */
export function RunTable({ runs, columns, colours, view, isPending, isRefused, hasMore, onChange, onDraw, onNeedMore }: Props) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const rowHeight = heights[useSettings().density]
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [draft, setDraft] = useState<{ readonly id: string; readonly width: number }>()
  const rows = useMemo(() => arrangeRows(runs, view, closed), [runs, view.group, view.flat, view.sort, closed])
  const isTree = useMemo(() => rows.some((row) => row.kind === 'group' || row.isOpen !== undefined), [rows])
  const selected = useMemo(() => new Set(view.sel), [view.sel])
  const all = useMemo(() => runs.map(({ info }) => info.run_id), [runs])

  const widths = new Map(parseWidths(view.widths ?? []))
  if (draft !== undefined) widths.set(draft.id, draft.width)
  const nameWidth = widths.get(NAME_ID) ?? NAME
  const layout = `${[...widths].join(' ')} ${(view.pin ?? []).join(' ')}`
  const placed = useMemo(() => placeColumns(columns, { pinned: view.pin ?? [], widths, nameWidth }), [columns, layout])

  const fold = (id: string) => setClosed((before) => new Set(toggled([...before], id)))
  const { select, selectOne } = useSelection(() => rows.flatMap((row) => (row.kind === 'run' ? [row.run.info.run_id] : [])))
  const handlers = useStableHandlers({ select: selectOne, fold, draw: onDraw })
  const cells = useCellMenu({ view, onChange, columns: placed.map(({ column }) => column) })
  const current = useRowKeys({ rows, scroller, rowHeight, handlers, onValues: cells.openRun })
  const onResize = (id: string, width: number | undefined) => setDraft(width === undefined ? undefined : { id, width })
  return (
    <div className={styles['frame']}>
      <div
        ref={setScroller}
        className={styles['scroller']}
        role={isTree ? 'treegrid' : 'grid'}
        aria-label="Runs"
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-busy={isPending}
        tabIndex={0}
      >
        <Head placed={placed} columns={columns} nameWidth={nameWidth} view={view} onChange={onChange} onResize={onResize}>
          <NameHeader
            width={nameWidth}
            runIds={all}
            selected={selected}
            view={view}
            onChange={onChange}
            onSelect={(ids) => {
              select(() => ids.slice(0, MOST_SELECTED))
              if (ids.length > MOST_SELECTED) tell(`The first ${MOST_SELECTED} are selected: no more can be at once.`)
            }}
            onResize={(width) => onResize(NAME_ID, width)}
          />
        </Head>
        <RunRows
          scroller={scroller}
          rows={rows}
          search={`${view.q ?? ''}\n${view.sort ?? ''}\n${view.group ?? ''}\n${String(view.deleted)}`}
          columns={placed}
          colours={colours}
          selected={selected}
          current={current}
          rowHeight={rowHeight}
          nameWidth={nameWidth}
          isTree={isTree}
          group={view.group}
          handlers={handlers}
          onCell={cells.open}
          onNeedMore={onNeedMore}
        />
        {hasMore ? <p className={styles['more']}>More runs follow…</p> : null}
        {cells.menu}
      </div>
      {!isPending && !isRefused && runs.length === 0 ? <NoRuns view={view} /> : null}
    </div>
  )
}

interface HeadProps {
  readonly placed: ReturnType<typeof placeColumns>
  readonly columns: readonly Column[]
  readonly nameWidth: number
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
  readonly onResize: (id: string, width: number | undefined) => void
  /** The head of the names. */
  readonly children: ReactNode
}

/** All columns, in view or not: keys lead to each. */
function Head({ placed, columns, nameWidth, view, onChange, onResize, children }: HeadProps) {
  const ids = columns.map(({ id }) => id)
  const width = nameWidth + placed.reduce((sum, one) => sum + one.width, 0)
  const template = `${nameWidth}px ${placed.map((one) => `${one.width}px`).join(' ')}`
  return (
    <div role="rowgroup" className={styles['head']} style={{ width, minWidth: '100%' }}>
      <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {children}
        {placed.map((one) => (
          <ColumnHeader key={one.column.id} placed={one} ids={ids} view={view} onChange={onChange} onResize={onResize} />
        ))}
      </div>
    </div>
  )
}

/** Picks runs. What is picked is taken from the address, not from what is drawn: somebody may press the next key before the last one is shown. */
function useSelection(idsOfRows: () => readonly string[]) {
  const navigate = useNavigate()
  const last = useRef<string>(undefined)
  const select = (next: (before: readonly string[]) => readonly string[]) =>
    void navigate({ from: '/e/$experiment', search: (before) => ({ ...before, sel: next(before.sel ?? []) }), replace: true })
  const selectOne = (id: string, isRange: boolean) => {
    const from = last.current
    last.current = id
    if (isRange && from !== undefined) select((before) => withRange(before, idsOfRows(), [from, id]))
    else select((before) => toggled(before, id))
  }
  return { select, selectOne }
}

/** The same object as long as the table is there, so that rows are not drawn anew for it. */
function useStableHandlers(handlers: RowHandlers): RowHandlers {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  return useMemo(
    () => ({
      select: (id, isRange) => latest.current.select(id, isRange),
      fold: (id) => latest.current.fold(id),
      draw: (id) => latest.current.draw(id),
    }),
    [],
  )
}
