import type { ReactNode } from 'react'
import page from './page.module.css'

export interface TableColumn<Row> {
  readonly title: string
  readonly show: (row: Row) => ReactNode
  /** Numbers stand at the right. */
  readonly isNumeric?: boolean
  /** How the rows stand by it, and what has them stand otherwise; absent where they can not. */
  readonly order?: { readonly is: 'ascending' | 'descending' | 'none'; readonly change: () => void }
}

const arrows = { ascending: '↑', descending: '↓', none: '' } as const

interface Props<Row> {
  /** What is listed, for whom does not see what stands around. */
  readonly label: string
  readonly columns: readonly TableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Without a frame of its own: the card around it has one. */
  readonly isPlain?: boolean
}

/** A table of a page: the first column names its rows. For the thousands of rows of runs there is a table of its own. */
export function Table<Row>({ label, columns, rows, keyOf, isPlain = false }: Props<Row>) {
  return (
    <table className={isPlain ? page['plain'] : page['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, isNumeric, order }, at) => (
            <th key={at} scope="col" className={isNumeric === true ? page['number'] : undefined} aria-sort={order?.is}>
              {order === undefined ? (
                title
              ) : (
                <button type="button" className={page['order']} onClick={order.change}>
                  {title} <span aria-hidden="true">{arrows[order.is]}</span>
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ show, isNumeric }, at) =>
              at === 0 ? (
                <th key={at} scope="row">
                  {show(row)}
                </th>
              ) : (
                <td key={at} className={isNumeric === true ? page['number'] : undefined}>
                  {show(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
