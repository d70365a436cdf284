import type { TextEncoding } from '../looks-like.ts'
import type { ReadRange } from '../stored-file.ts'
import { createTextReader } from '../text/text-reader.ts'
import { createRecordReader, separatorOf, splitRecord } from './read-records.ts'

const PIECE = 1_024 * 1_024
/** Bytes of rows that a page holds. */
const MOST = 96 * 1_024 * 1_024

/** What is known of a table of text by now. */
export interface TextTableState {
  readonly names: readonly string[]
  /** Rows as they are written; they are cut into cells when they are looked at. */
  readonly records: readonly string[]
  readonly separator: string
  readonly encoding: TextEncoding
  /** Bytes that were read. */
  readonly length: number
  readonly isReading: boolean
  /** Whether there are no more rows, or no more than a page holds. */
  readonly isAtEnd: boolean
  readonly error?: unknown
}

export interface TextTable {
  readonly subscribe: (listen: () => void) => () => void
  readonly snapshot: () => TextTableState
  /** Reads the next rows, unless it does so already or there are none. */
  readonly readMore: () => void
}

/** The rows of a table of text, read piece by piece as they are scrolled to. */
export function createTextTable(read: ReadRange, path: string, size: number): TextTable {
  const text = createTextReader()
  const reader = createRecordReader()
  const listeners = new Set<() => void>()
  const records: string[] = []
  let state: TextTableState = { names: [], records, separator: ',', encoding: 'utf-8', length: 0, isReading: false, isAtEnd: false }
  const change = (next: Partial<TextTableState>): void => {
    state = { ...state, ...next }
    for (const listen of listeners) listen()
  }
  const readNext = async (): Promise<void> => {
    const bytes = await read(state.length, Math.min(size, state.length + PIECE))
    const length = state.length + bytes.length
    const isAtEnd = bytes.length === 0 || length >= size
    const found = reader.push(text.read(bytes, isAtEnd))
    if (isAtEnd) found.push(...reader.end())
    const names = state.names.length === 0 && found.length > 0 ? readNames(path, found) : undefined
    if (names !== undefined) found.shift()
    for (const record of found) records.push(record)
    change({ ...names, encoding: text.encoding, length, isReading: false, isAtEnd: isAtEnd || length >= MOST })
  }
  return {
    subscribe: (listen) => {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    snapshot: () => state,
    readMore: () => {
      if (state.isReading || state.isAtEnd) return
      change({ isReading: true })
      readNext().catch((error: unknown) => change({ error, isReading: false, isAtEnd: true }))
    },
  }
}

function readNames(path: string, records: readonly string[]): Pick<TextTableState, 'names' | 'separator'> {
  const separator = separatorOf(path, records)
  const names = splitRecord(records[0] ?? '', separator)
  const widest = Math.max(names.length, ...records.slice(1, 50).map((record) => splitRecord(record, separator).length))
  return { separator, names: Array.from({ length: widest }, (_, at) => names[at] ?? '') }
}
