import { Edge } from './column-header.tsx'
import { setWidth } from './arrange-columns.ts'
import styles from './run-table.module.css'
import type { RunsView, ViewChange } from './view.ts'

interface Props {
  readonly width: number
  readonly runIds: readonly string[]
  readonly selected: ReadonlySet<string>
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
  readonly onSelect: (ids: readonly string[]) => void
  readonly onResize: (width: number | undefined) => void
}

/** What the name of a run is called among the widths of columns, and by orders. */
export const NAME_ID = 'attributes.run_name'

/** The head of the names: selects all runs or none, and orders by name. */
export function NameHeader({ width, runIds, selected, view, onChange, onSelect, onResize }: Props) {
  const isAll = runIds.length > 0 && runIds.every((id) => selected.has(id))
  const direction = view.sort === `${NAME_ID} ASC` ? 'ascending' : view.sort === `${NAME_ID} DESC` ? 'descending' : 'none'
  const next = { none: `${NAME_ID} ASC`, ascending: `${NAME_ID} DESC`, descending: undefined }[direction]
  return (
    <div role="columnheader" aria-sort={direction} className={styles['first']}>
      <input
        type="checkbox"
        aria-label="Select all runs"
        disabled={runIds.length === 0}
        checked={isAll}
        ref={(box) => {
          if (box !== null) box.indeterminate = !isAll && selected.size > 0
        }}
        onChange={() => onSelect(isAll || selected.size > 0 ? [] : runIds)}
      />
      <button type="button" className={styles['sort']} onClick={() => onChange({ sort: next })}>
        <span>Run</span>
        {direction === 'none' ? null : <span aria-hidden="true">{direction === 'descending' ? '↓' : '↑'}</span>}
      </button>
      <Edge
        width={width}
        onResize={(to, isDone) => {
          onResize(isDone ? undefined : to)
          if (isDone) onChange({ widths: setWidth(view.widths ?? [], NAME_ID, to) })
        }}
      />
    </div>
  )
}
