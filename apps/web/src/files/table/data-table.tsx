import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import styles from './data-table.module.css'

export interface DataColumn {
  readonly name: string
  /** Stands below the name. */
  readonly type?: string
  readonly isNumber?: boolean
}

export interface Order {
  readonly column: number
  readonly isDescending: boolean
}

interface Props {
  readonly label: string
  readonly columns: readonly DataColumn[]
  readonly count: number
  /** Number of a row as people count them. */
  readonly numberOf: (row: number) => number
  /** Text of a cell; null for none, undefined while it is not there yet. */
  readonly cellOf: (row: number, column: number) => string | null | undefined
  readonly order?: Order | undefined
  readonly onOrder?: ((order: Order | undefined) => void) | undefined
  /** Told which rows are in view. */
  readonly onView?: (first: number, last: number) => void
}

const ROW = 26
const INDEX = 72
const CELL = 150
/** Browsers draw no elements that are higher than 33 million pixels. */
export const MOST_ROWS = 1_000_000
/** Columns that are drawn; a table of more is wider than anybody reads. */
export const MOST_COLUMNS = 500

/** A table of which only the cells in view are in the page. A click on a column orders by it, a second one backwards, a third not at all. */
export function DataTable({ label, columns, count, numberOf, cellOf, order, onOrder, onView }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const shown = columns.slice(0, MOST_COLUMNS)
  const rows = useVirtualizer({
    count: Math.min(count, MOST_ROWS),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  const across = useVirtualizer({
    count: shown.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: () => CELL,
    overscan: 3,
  })
  const visible = rows.getVirtualItems()
  const cells = across.getVirtualItems()
  const [first = 0, last = 0] = [visible[0]?.index, visible.at(-1)?.index]
  useEffect(() => onView?.(first, last), [first, last, count, onView])
  const width = INDEX + across.getTotalSize()
  const next = (column: number): Order | undefined => {
    if (order?.column !== column) return { column, isDescending: false }
    return order.isDescending ? undefined : { column, isDescending: true }
  }
  return (
    <div
      ref={scroller}
      className={styles['table']}
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 1}
      tabIndex={0}
    >
      <div
        role="rowgroup"
        className={styles['tableHead']}
        style={{ width, height: columns.some(({ type }) => type !== undefined) ? 44 : 28 }}
      >
        <div role="row" aria-rowindex={1}>
          <span role="columnheader" aria-colindex={1} className={styles['index']} style={place(0, INDEX)}>
            #
          </span>
          {cells.map(({ index, start, size }) => {
            const column = shown[index]
            const mark = order?.column === index ? (order.isDescending ? ' ↓' : ' ↑') : ''
            return (
              <span
                key={index}
                role="columnheader"
                aria-colindex={index + 2}
                aria-sort={mark === '' ? 'none' : order?.isDescending === true ? 'descending' : 'ascending'}
                className={styles['cell']}
                style={place(INDEX + start, size)}
                title={column?.name}
              >
                {onOrder === undefined ? (
                  <span>{column?.name}</span>
                ) : (
                  <button type="button" onClick={() => onOrder(next(index))}>
                    {column?.name}
                    {mark}
                  </button>
                )}
                {column?.type === undefined ? null : <small>{column.type}</small>}
              </span>
            )
          })}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), width, position: 'relative' }}>
        {visible.map(({ index: row, start: top }) => (
          <div
            key={row}
            role="row"
            aria-rowindex={row + 2}
            className={styles['tableRow']}
            style={{ transform: `translateY(${top}px)`, width }}
          >
            <span role="rowheader" aria-colindex={1} className={styles['index']} style={place(0, INDEX)}>
              {numberOf(row)}
            </span>
            {cells.map(({ index, start, size }) => (
              <Cell
                key={index}
                index={index}
                text={cellOf(row, index)}
                isNumber={shown[index]?.isNumber === true}
                style={place(INDEX + start, size)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

function place(left: number, width: number) {
  return { position: 'absolute', left, width } as const
}

interface CellProps {
  readonly index: number
  readonly text: string | null | undefined
  readonly isNumber: boolean
  readonly style: ReturnType<typeof place>
}

function Cell({ index, text, isNumber, style }: CellProps) {
  return (
    <span
      role="cell"
      aria-colindex={index + 2}
      className={styles['cell']}
      data-number={isNumber}
      style={style}
      title={text !== null && text !== undefined && text.length > 16 ? text.slice(0, 2_000) : undefined}
    >
      {text === null ? <span className={styles['none']}>null</span> : (text ?? '…')}
    </span>
  )
}
