import { type JsonTree, parseJsonTree } from '@reprise/compare'
import { useMemo, useState } from 'react'
import { Choices } from '../../shell/choices.tsx'
import { errorText } from '../../shell/error-text.ts'
import page from '../../shell/page.module.css'
import { formatBytes, formatCount } from '../../values/format.ts'
import styles from '../files.module.css'
import { type JsonTable, tableOfJson } from '../json/json-table.ts'
import { JsonTreeView } from '../json/json-tree.tsx'
import type { PreviewProps } from '../preview-kind.ts'
import { DataTable, type Order } from '../table/data-table.tsx'
import { orderRows } from '../table/order-rows.ts'
import type { DecodedText } from '../text/decode-parts.ts'
import { EncodingNote } from '../text/encoding-note.tsx'
import { TextView } from '../text/text-view.tsx'
import { useWholeText } from '../text/use-whole-text.ts'
import { TextPreview } from './text.tsx'

/** Bytes that are read as a tree; more is shown as text. */
const MOST = 6 * 1_024 * 1_024

/** JSON as a tree, as a table where it is one, or as it is written. */
export function JsonPreview(props: PreviewProps) {
  if (props.size > MOST) {
    return (
      <>
        <p className={styles['plain']}>JSON of more than {formatBytes(MOST)} is shown as text.</p>
        <TextPreview {...props} />
      </>
    )
  }
  return <Whole {...props} />
}

function Whole(props: PreviewProps) {
  const { data, error } = useWholeText(props.file, props.size)
  const text = data?.text
  const read = useMemo(() => (text === undefined ? undefined : readJson(text)), [text])
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined || text === undefined || read === undefined) return <div aria-busy="true" />
  if ('why' in read) {
    return (
      <>
        <p className={styles['note']}>It can not be shown as a tree: {read.why}. It is shown as text.</p>
        <TextView text={text} path={props.file.path}>
          <EncodingNote encoding={data.encoding} />
        </TextView>
      </>
    )
  }
  return <Shown path={props.file.path} {...data} root={read.root} />
}

function readJson(text: string): { readonly root: JsonTree } | { readonly why: string } {
  try {
    return { root: parseJsonTree(text) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  }
}

type Way = 'table' | 'tree' | 'text'

function Shown({ path, text, encoding, root }: DecodedText & { readonly path: string; readonly root: JsonTree }) {
  const table = useMemo(() => tableOfJson(root), [root])
  const [chosen, setChosen] = useState<Way>()
  const ways: (readonly [Way, string])[] = [
    ['tree', 'Tree'],
    ['text', 'As written'],
  ]
  const way = chosen ?? (table === undefined ? 'tree' : 'table')
  return (
    <>
      <div className={styles['tools']}>
        <Choices
          label="How it is shown"
          choices={table === undefined ? ways : [['table', 'Table'], ...ways]}
          chosen={way}
          onChoose={setChosen}
        />
        <EncodingNote encoding={encoding} />
      </div>
      {way === 'tree' ? <JsonTreeView root={root} label={path} /> : null}
      {way === 'text' ? <TextView text={text} path={path} /> : null}
      {way === 'table' && table !== undefined ? <JsonTableView table={table} label={path} /> : null}
    </>
  )
}

function JsonTableView({ table: { columns, rows }, label }: { readonly table: JsonTable; readonly label: string }) {
  const [order, setOrder] = useState<Order>()
  const places = useMemo(
    () => (order === undefined ? undefined : orderRows(rows.length, (row) => rows[row]?.[order.column], order.isDescending)),
    [rows, order],
  )
  return (
    <>
      <span className={page['soft']}>
        {formatCount(rows.length, 'row')} × {formatCount(columns.length, 'column')}
      </span>
      <DataTable
        label={label}
        columns={columns}
        count={rows.length}
        numberOf={(row) => (places?.[row] ?? row) + 1}
        cellOf={(row, column) => rows[places?.[row] ?? row]?.[column] ?? null}
        order={order}
        onOrder={setOrder}
      />
    </>
  )
}
