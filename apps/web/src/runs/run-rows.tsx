import type { Run } from '@reprise/protocol'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type CSSProperties, type MouseEvent, type PointerEvent, useEffect, useMemo } from 'react'
import { nameOfRun } from '../values/name-of-run.ts'
import type { PlacedColumn } from './arrange-columns.ts'
import { GroupHead } from './group-head.tsx'
import { columnsInView, PIXELS_AT_ONCE, ROWS_AT_ONCE, rowsInView } from './in-view.ts'
import { type RowHandlers, RunRow, type ShownColumn } from './run-row.tsx'
import styles from './run-table.module.css'
import { idOfRow, type TableRow } from './table-rows.ts'
import { useAnchor } from './use-anchor.ts'
import type { ClickedCell } from './use-cell-menu.tsx'
import { useViewport } from './use-viewport.ts'

interface Props {
  readonly scroller: HTMLElement | null
  readonly rows: readonly TableRow[]
  /** Names filter and order. */
  readonly search: string
  /** Those that are pinned first. */
  readonly columns: readonly PlacedColumn[]
  readonly colours: ReadonlyMap<string, string>
  readonly selected: ReadonlySet<string>
  /** The row that keys are about; -1: none. */
  readonly current: number
  /** Pixels. */
  readonly rowHeight: number
  readonly nameWidth: number
  /** Whether rows stand below others. */
  readonly isTree: boolean
  /** What rows are gathered by. */
  readonly group: string | undefined
  readonly handlers: RowHandlers
  readonly onCell: (cell: ClickedCell) => void
  /** Called when the end of what is there comes near. */
  readonly onNeedMore: () => void
}

/** Rows before the end at which more are asked for: before one has moved, and after. */
const AHEAD = { still: 20, moving: 300 }

/** The rows and columns that are in view; nothing else of the page is drawn anew when they move. */
export function RunRows(props: Props) {
  const { scroller, rows, search, columns, colours, selected, current } = props
  const { rowHeight, nameWidth, isTree, group, handlers, onCell, onNeedMore } = props
  const router = useRouter()
  const navigate = useNavigate()
  const viewport = useViewport(scroller, { across: PIXELS_AT_ONCE, down: rowHeight * ROWS_AT_ONCE })
  const span = rowsInView(viewport, rowHeight, rows.length)
  const { shown, template, width } = useShownColumns(columns, { viewport, nameWidth })
  const ahead = viewport.top === 0 ? AHEAD.still : AHEAD.moving
  useEffect(() => {
    if (rows.length > 0 && span.end >= rows.length - ahead) onNeedMore()
  }, [span.end, rows.length, ahead, onNeedMore])

  const ids = useMemo(() => rows.map(idOfRow), [rows])
  useAnchor(scroller, { ids, search, rowHeight })

  const runAt = (target: Element) => {
    const row = rows[Number(target.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? Number.NaN) - 2]
    return row?.kind === 'run' ? row.run : undefined
  }
  const cellAt = (target: Element) => {
    const element = target.closest('[role="gridcell"]')
    const column = columns[Number(element?.getAttribute('aria-colindex') ?? Number.NaN) - 2]?.column
    return element === null || column === undefined ? undefined : { element, column }
  }
  const addressOf = (run: Run) => ({ to: '/r/$run/$tab', params: { run: run.info.run_id, tab: 'overview' } }) as const
  const follow = (event: MouseEvent) => {
    const target = event.target as Element
    const [run, cell] = [runAt(target), cellAt(target)]
    if (run === undefined) return
    if (cell !== undefined) return onCell({ run, ...cell, isDirect: event.altKey })
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (target.closest('a') === null || isElsewhere) return
    event.preventDefault()
    void navigate(addressOf(run))
  }
  const describe = ({ target }: PointerEvent) => {
    if (!(target instanceof HTMLElement)) return
    const [run, cell] = [runAt(target), cellAt(target)]
    if (run === undefined) return
    if (cell !== undefined) target.title = cell.column.detailOf?.(run) ?? cell.column.textOf(run)
    if (target.getAttribute('aria-pressed') !== null) {
      target.title = target.getAttribute('aria-pressed') === 'true' ? 'Leave its curves out' : 'Draw its curves'
    }
    if (target instanceof HTMLAnchorElement) {
      target.title = nameOfRun(run.info)
      void router.preloadRoute(addressOf(run))
    }
  }
  return (
    <div
      role="rowgroup"
      className={`${styles['rows'] ?? ''} ${viewport.left > 0 ? (styles['across'] ?? '') : ''}`}
      style={
        { height: rows.length * rowHeight, width, minWidth: '100%', '--columns': template, '--row': `${rowHeight}px` } as CSSProperties
      }
      onClick={follow}
      onPointerOver={describe}
    >
      {rows.slice(span.first, span.end).map((row, at) => {
        const index = span.first + at
        const shape = { index, top: index * rowHeight, columns: shown, isCurrent: index === current }
        const id = idOfRow(row)
        if (row.kind === 'group') {
          return <GroupHead key={id} {...shape} row={row} field={group ?? ''} onFold={() => handlers.fold(id)} />
        }
        return (
          <RunRow
            key={id}
            {...shape}
            row={row}
            isSelected={selected.has(id)}
            colour={colours.get(id)}
            isTree={isTree}
            handlers={handlers}
          />
        )
      })}
    </div>
  )
}

interface Where {
  readonly viewport: ReturnType<typeof useViewport>
  readonly nameWidth: number
}

/** The columns that are pinned and those in view; what is skipped between them is one column of the grid. */
function useShownColumns(columns: readonly PlacedColumn[], { viewport, nameWidth }: Where) {
  const pinned = columns.findLastIndex(({ left }) => left !== undefined) + 1
  const widths = useMemo(() => columns.map(({ width }) => width), [columns])
  const sum = (some: readonly number[]) => some.reduce((all, width) => all + width, 0)
  const free = useMemo(() => widths.slice(pinned), [widths, pinned])
  const { first, end } = columnsInView(viewport, free, nameWidth + sum(widths.slice(0, pinned)))
  const shown = useMemo(
    () =>
      columns.flatMap(({ column, left }, at): ShownColumn[] => {
        if (at < pinned) return [{ column, at: at + 2, left }]
        const isShown = at >= pinned + first && at < pinned + end
        if (!isShown) return []
        return [{ column, at: at + 2, ...(at === pinned + first ? { start: pinned + 3 } : {}) }]
      }),
    [columns, pinned, first, end],
  )
  const pixels = (some: readonly number[]) => some.map((width) => `${width}px`).join(' ')
  const parts = [nameWidth, ...widths.slice(0, pinned), sum(free.slice(0, first)), ...free.slice(first, end)]
  return { shown, template: pixels(parts), width: nameWidth + sum(widths) }
}
