import { countRuns } from '../editing/edit-runs.ts'
import { formatMean } from './own-columns.ts'
import { Fold, type ShownColumn } from './run-row.tsx'
import styles from './run-table.module.css'
import type { GroupRow } from './table-rows.ts'

interface Props {
  readonly row: GroupRow
  /** The param or tag: `params.model`. */
  readonly field: string
  readonly index: number
  /** Pixels. */
  readonly top: number
  readonly columns: readonly ShownColumn[]
  readonly isCurrent: boolean
  readonly onFold: () => void
}

/** The head of runs that have a value in common: how many they are, and means of what is a number. */
export function GroupHead({ row: { value, runs, isOpen }, field, index, top, columns, isCurrent, onFold }: Props) {
  const name = `${field.slice(field.indexOf('.') + 1)} = ${value ?? 'none'}`
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={isOpen}
      className={`${styles['row'] ?? ''} ${styles['group'] ?? ''} ${isCurrent ? (styles['current'] ?? '') : ''}`}
      style={{ top }}
    >
      <div role="rowheader" aria-colindex={1} className={styles['first']}>
        <Fold name={name} isOpen={isOpen} onFold={onFold} />
        <span className={styles['groupName']} title={name}>
          {name}
        </span>
        <span className={styles['count']}>{countRuns(runs.length)}</span>
      </div>
      {columns.map(({ column, at, start, left }) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at}
          title="mean"
          className={`${column.isNumeric ? (styles['numeric'] ?? '') : ''} ${left === undefined ? '' : (styles['pinned'] ?? '')}`}
          style={{ gridColumnStart: start, left }}
        >
          {column.isNumeric
            ? formatMean(
                column,
                runs.flatMap((run) => finite(column.numberOf?.(run))),
              )
            : ''}
        </div>
      ))}
    </div>
  )
}

function finite(value: number | undefined): number[] {
  return value !== undefined && Number.isFinite(value) ? [value] : []
}
