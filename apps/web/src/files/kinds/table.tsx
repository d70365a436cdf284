import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { errorText } from '../../shell/error-text.ts'
import page from '../../shell/page.module.css'
import { formatBytes, formatCount } from '../../values/format.ts'
import styles from '../files.module.css'
import type { PreviewProps } from '../preview-kind.ts'
import { rangesOf } from '../stored-file.ts'
import { DataTable, MOST_COLUMNS, MOST_ROWS, type Order } from '../table/data-table.tsx'
import { orderRows } from '../table/order-rows.ts'
import { splitRecord } from '../table/read-records.ts'
import { createTextTable } from '../table/text-table.ts'
import { EncodingNote } from '../text/encoding-note.tsx'
import { TextPreview } from './text.tsx'

const AHEAD = 200

/** CSV and its like, read on while one scrolls. */
export function TablePreview(props: PreviewProps) {
  const { file, size } = props
  const [table] = useState(() => createTextTable(rangesOf(file), file.path, size))
  const state = useSyncExternalStore(table.subscribe, table.snapshot)
  const [order, setOrder] = useState<Order>()
  useEffect(() => table.readMore(), [table])
  const { names, records, separator, encoding, length, isAtEnd, error } = state
  const cellsOf = useCellsOf(records, separator)
  const isKnown = records.length
  const rows = useMemo(
    () => (order === undefined ? undefined : orderRows(isKnown, (row) => cellsOf(row)[order.column], order.isDescending)),
    [order, isKnown, cellsOf],
  )
  const onView = useCallback(
    (_first: number, last: number) => {
      if (order === undefined && last >= isKnown - AHEAD) table.readMore()
    },
    [table, isKnown, order],
  )
  const columns = useMemo(
    () => names.map((name, at) => ({ name, isNumber: isNumeric(records.slice(0, 30).map((_, row) => cellsOf(row)[at])) })),
    [names, records, cellsOf],
  )
  if (error instanceof RangeError) {
    return (
      <>
        <p className={styles['note']}>{error.message} It is shown as text.</p>
        <TextPreview {...props} />
      </>
    )
  }
  if (error !== undefined) return <p role="alert">{errorText(error)}</p>
  if (names.length === 0) return <div aria-busy="true" />
  return (
    <>
      <div className={styles['tools']}>
        <span className={page['soft']}>
          {formatCount(isKnown, 'row')} × {formatCount(names.length, 'column')}
          {length < size ? `, ${formatBytes(length)} of ${formatBytes(size)} read` : ''}
          {isAtEnd && length < size ? ' (as much as a page holds)' : ''}
          {isKnown > MOST_ROWS ? `; the first ${MOST_ROWS.toLocaleString('en-US')} rows are shown` : ''}
          {names.length > MOST_COLUMNS ? `; the first ${MOST_COLUMNS} columns are shown` : ''}
          {order !== undefined && length < size ? '; ordered are the rows that were read' : ''}
        </span>
        <EncodingNote encoding={encoding} />
        {order !== undefined && !isAtEnd ? (
          <button type="button" className={page['button']} disabled={state.isReading} onClick={() => table.readMore()}>
            Read more
          </button>
        ) : null}
      </div>
      <DataTable
        label={file.path}
        columns={columns}
        count={isKnown}
        numberOf={(row) => (rows?.[row] ?? row) + 1}
        cellOf={(row, column) => cellsOf(rows?.[row] ?? row)[column] ?? ''}
        order={order}
        onOrder={setOrder}
        onView={onView}
      />
    </>
  )
}

/** Cells of a row, kept for a while: a table asks for them cell by cell. */
function useCellsOf(records: readonly string[], separator: string) {
  return useMemo(() => {
    const kept = new Map<number, string[]>()
    return (row: number): readonly string[] => {
      const known = kept.get(row)
      if (known !== undefined) return known
      if (kept.size > 2_000) kept.clear()
      const cells = splitRecord(records[row] ?? '', separator)
      kept.set(row, cells)
      return cells
    }
  }, [records, separator])
}

function isNumeric(cells: readonly (string | undefined)[]): boolean {
  const known = cells.filter((cell) => cell !== undefined && cell !== '')
  return known.length > 0 && known.every((cell) => !Number.isNaN(Number(cell)))
}
