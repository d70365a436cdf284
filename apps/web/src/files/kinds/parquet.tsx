import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { errorText } from '../../shell/error-text.ts'
import page from '../../shell/page.module.css'
import { useWorker } from '../../workers/use-worker.ts'
import styles from '../files.module.css'
import type { ParquetDescription } from '../parquet/read-parquet.ts'
import type { PreviewProps } from '../preview-kind.ts'
import { DataTable, MOST_ROWS } from '../table/data-table.tsx'
import { formatCount } from '../../values/format.ts'

const PAGE = 500
/** Pages of rows that are kept. */
const MOST_PAGES = 40
/** Columns that are read at a time. */
const MOST_COLUMNS = 60

/** A Parquet table: its schema from the end of the file, rows as one scrolls to them. */
export function ParquetPreview(props: PreviewProps) {
  const { file, size } = props
  const worker = useWorker()
  const { data, error } = useQuery({
    queryKey: ['artifacts', file.uri, file.path, 'parquet', size],
    queryFn: () => worker.run('describeParquet', { uri: file.uri, path: file.path, size }),
    staleTime: Infinity,
    retry: false,
  })
  if (error !== null) return <p role="alert">It can not be read as Parquet: {errorText(error)}</p>
  return data === undefined ? <div aria-busy="true" /> : <Table {...props} table={data} worker={worker} />
}

interface TableProps extends PreviewProps {
  readonly table: ParquetDescription
  readonly worker: ReturnType<typeof useWorker>
}

function Table({ file, size, table, worker }: TableProps) {
  const [search, setSearch] = useState('')
  const [from, setFrom] = useState(0)
  const columns = useMemo(
    () => table.columns.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase())).slice(0, MOST_COLUMNS),
    [table, search],
  )
  const count = Math.min(MOST_ROWS, table.rows - from)
  const { cellOf, onView, problem } = useRows({ file, size, worker, from, rows: table.rows, columns: columns.map(({ name }) => name) })
  return (
    <>
      <div className={styles['tools']}>
        <input
          type="search"
          aria-label="Search for columns"
          placeholder="Search for columns"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        {table.rows > MOST_ROWS ? (
          <label className={page['soft']}>
            from row{' '}
            <input
              type="number"
              min={1}
              max={table.rows}
              value={from + 1}
              onChange={({ target }) => setFrom(Math.max(0, Math.min(table.rows - 1, Number(target.value) - 1)))}
            />
          </label>
        ) : null}
        <span className={page['soft']}>
          {formatCount(table.rows, 'row')} × {formatCount(table.columns.length, 'column')}, {formatCount(table.groups, 'row group')},{' '}
          {table.codecs.join(', ').toLowerCase()}
          {table.writer === undefined ? '' : `, written by ${table.writer}`}
          {columns.length < table.columns.length ? `; ${columns.length} columns are shown` : ''}
        </span>
      </div>
      {problem === undefined ? null : <p role="alert">{problem}</p>}
      <DataTable label={file.path} columns={columns} count={count} numberOf={(row) => from + row + 1} cellOf={cellOf} onView={onView} />
    </>
  )
}

interface Wanted extends Pick<PreviewProps, 'file' | 'size'> {
  readonly worker: ReturnType<typeof useWorker>
  readonly from: number
  readonly rows: number
  readonly columns: readonly string[]
}

type Page = readonly (readonly (string | null)[])[]

/** Pages of rows, read when they come into view; the oldest are forgotten. */
function useRows({ file, size, worker, from, rows, columns }: Wanted) {
  const pages = useRef(new Map<string, Page | 'reading'>())
  const [, setRead] = useState(0)
  const [problem, setProblem] = useState<string>()
  const key = columns.join('\n')
  const read = useCallback(
    (at: number) => {
      const name = `${at}\n${key}`
      if (pages.current.has(name) || columns.length === 0) return
      pages.current.set(name, 'reading')
      const [oldest] = pages.current.keys()
      if (pages.current.size > MOST_PAGES && oldest !== undefined) pages.current.delete(oldest)
      worker
        .run('readParquet', {
          uri: file.uri,
          path: file.path,
          size,
          start: at * PAGE,
          end: Math.min(rows, (at + 1) * PAGE),
          columns: key.split('\n'),
        })
        .then((found) => {
          pages.current.set(name, found)
          setProblem(undefined)
        })
        .catch((error: unknown) => {
          // Who scrolls there again asks again.
          pages.current.delete(name)
          setProblem(errorText(error))
        })
        .finally(() => setRead((count) => count + 1))
    },
    [file, size, worker, rows, columns.length, key],
  )
  const onView = useCallback(
    (first: number, last: number) => {
      for (let at = Math.floor((from + first) / PAGE); at <= Math.floor((from + last) / PAGE); at++) read(at)
    },
    [from, read],
  )
  const cellOf = (row: number, column: number) => {
    const found = pages.current.get(`${Math.floor((from + row) / PAGE)}\n${key}`)
    return found === undefined || found === 'reading' ? undefined : (found[(from + row) % PAGE]?.[column] ?? null)
  }
  return { cellOf, onView, problem }
}
