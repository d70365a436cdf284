import { Menu } from '../shell/menu.tsx'
import { moveColumn, setWidth, type PlacedColumn } from './arrange-columns.ts'
import { columnSections } from './column-menu.ts'
import styles from './run-table.module.css'
import type { RunsView, ViewChange } from './view.ts'

interface Props {
  readonly placed: PlacedColumn
  /** All columns in their order. */
  readonly ids: readonly string[]
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
  /** While somebody drags its edge. */
  readonly onResize: (id: string, width: number | undefined) => void
}

/** What drags of heads carry, so that nothing else is taken for a column. */
const DRAGGED = 'application/x-reprise-column'

/** A click orders by the column: greatest first, least first, as it was. It can be dragged to another place, and wider at its edge. */
export function ColumnHeader({ placed, ids, view, onChange, onResize }: Props) {
  const { column, width, left } = placed
  const { id, title, isNumeric, isSortable } = column
  const direction = view.sort === `${id} DESC` ? 'descending' : view.sort === `${id} ASC` ? 'ascending' : 'none'
  const next = { none: `${id} DESC`, descending: `${id} ASC`, ascending: undefined }[direction]
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={`${isNumeric ? (styles['numeric'] ?? '') : ''} ${left === undefined ? '' : (styles['pinned'] ?? '')}`}
      style={{ left }}
      draggable
      onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED, id)}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault()
      }}
      onDrop={({ dataTransfer }) => {
        const moved = dataTransfer.getData(DRAGGED)
        if (moved !== '' && moved !== id) onChange({ cols: moveColumn(ids, moved, beforeOf(ids, { moved, onto: id })) })
      }}
    >
      <button type="button" className={styles['sort']} title={id} disabled={!isSortable} onClick={() => onChange({ sort: next })}>
        <span>{title}</span>
        {direction === 'none' ? null : <span aria-hidden="true">{direction === 'descending' ? '↓' : '↑'}</span>}
      </button>
      <Menu label={`Column ${title}`} className={styles['arrow']} sections={() => columnSections({ column, width, ids, view, onChange })}>
        ▾
      </Menu>
      <Edge
        width={width}
        onResize={(to, isDone) => {
          onResize(id, isDone ? undefined : to)
          if (isDone) onChange({ widths: setWidth(view.widths ?? [], id, to) })
        }}
      />
    </div>
  )
}

/** What is dropped onto a column to its right comes behind it, else before it: it stands where one has let go. */
function beforeOf(ids: readonly string[], { moved, onto }: { readonly moved: string; readonly onto: string }): string | undefined {
  return ids.indexOf(moved) < ids.indexOf(onto) ? ids[ids.indexOf(onto) + 1] : onto
}

interface EdgeProps {
  readonly width: number
  readonly onResize: (width: number, isDone: boolean) => void
}

/** The edge of a column, to be dragged. With keys, the menu makes columns wider. */
export function Edge({ width, onResize }: EdgeProps) {
  return (
    <span
      className={styles['edge']}
      aria-hidden="true"
      draggable
      onDragStart={(event) => {
        // Not the whole head.
        event.preventDefault()
        event.stopPropagation()
      }}
      onPointerDown={(event) => {
        event.preventDefault()
        const edge: HTMLSpanElement = event.currentTarget
        const start = event.clientX
        edge.setPointerCapture(event.pointerId)
        const stopped = new AbortController()
        const { signal } = stopped
        edge.addEventListener('pointermove', ({ clientX }) => onResize(width + clientX - start, false), { signal })
        edge.addEventListener(
          'pointerup',
          ({ clientX }) => {
            stopped.abort()
            onResize(width + clientX - start, true)
          },
          { signal },
        )
        edge.addEventListener('pointercancel', () => stopped.abort(), { signal })
      }}
    />
  )
}
