import { memo } from 'react'
import { Status } from '../shell/status.tsx'
import { nameOfRun } from '../values/name-of-run.ts'
import type { Column } from './column.ts'
import styles from './run-table.module.css'
import type { RunRow as Row } from './table-rows.ts'

/** Pixels by which runs stand behind the one that has started them. */
const INDENT = 18

/** What rows are given to tell the table of. The same object as long as the table is there. */
export interface RowHandlers {
  readonly select: (id: string, isRange: boolean) => void
  readonly fold: (id: string) => void
  readonly draw: (id: string) => void
}

/** A column that is in the page: pinned, or in view. */
export interface ShownColumn {
  readonly column: Column
  /** Its place among all columns, from 1; the name of the run is the first. */
  readonly at: number
  /** Its place in the grid where it does not stand behind the one before. */
  readonly start?: number
  /** Pixels from the left at which it stays; absent where it is not pinned. */
  readonly left?: number | undefined
}

interface Props {
  readonly row: Row
  readonly index: number
  /** Pixels. */
  readonly top: number
  readonly columns: readonly ShownColumn[]
  readonly isSelected: boolean
  readonly isCurrent: boolean
  /** Of its curve; undefined while none is drawn. */
  readonly colour: string | undefined
  readonly isTree: boolean
  readonly handlers: RowHandlers
}

/** A run; drawn anew only when it, or what it shows, is another. The link is followed by the table, which has thousands of them. */
export const RunRow = memo(function RunRow({ row, index, top, columns, isSelected, isCurrent, colour, isTree, handlers }: Props) {
  const { run, depth, isOpen } = row
  const { run_id: id, status } = run.info
  const name = nameOfRun(run.info)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-level={isTree ? depth + 1 : undefined}
      aria-expanded={isTree ? isOpen : undefined}
      className={`${styles['row'] ?? ''} ${isCurrent ? (styles['current'] ?? '') : ''}`}
      style={{ top }}
    >
      <div role="rowheader" aria-colindex={1} className={styles['first']} style={{ paddingLeft: 8 + depth * INDENT }}>
        {isTree ? <Fold name={name} isOpen={isOpen} onFold={() => handlers.fold(id)} /> : null}
        <input
          type="checkbox"
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={({ nativeEvent }) => handlers.select(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        />
        <button
          type="button"
          className={styles['dot']}
          aria-label={`Draw ${name}`}
          aria-pressed={colour !== undefined}
          style={colour === undefined ? undefined : { background: colour, borderColor: colour }}
          onClick={() => handlers.draw(id)}
        />
        <Status status={status} isShort />
        <a href={`/r/${id}/overview`}>{name}</a>
      </div>
      {columns.map(({ column, at, start, left }) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at}
          className={`${column.isNumeric ? (styles['numeric'] ?? '') : ''} ${left === undefined ? '' : (styles['pinned'] ?? '')}`}
          style={start === undefined && left === undefined ? undefined : { gridColumnStart: start, left }}
        >
          {column.textOf(run)}
        </div>
      ))}
    </div>
  )
})

interface FoldProps {
  readonly name: string
  /** Undefined: there is nothing below it. */
  readonly isOpen: boolean | undefined
  readonly onFold: () => void
}

export function Fold({ name, isOpen, onFold }: FoldProps) {
  if (isOpen === undefined) return <span className={styles['fold']} />
  return (
    <button type="button" className={styles['fold']} aria-label={`Runs of ${name}`} aria-expanded={isOpen} onClick={onFold}>
      {isOpen ? '▾' : '▸'}
    </button>
  )
}
