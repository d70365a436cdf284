import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead, type SchemaTree, parquetSchema } from 'hyparquet'
import { createRecent } from '../../workers/create-recent.ts'
import { rangesOf } from '../stored-file.ts'
import { compressorsFor } from './compressors.ts'
import { printCell } from './print-cell.ts'

export interface ParquetFile {
  readonly uri: string
  readonly path: string
  readonly size: number
}

export interface ParquetRows extends ParquetFile {
  readonly start: number
  /** Not included. */
  readonly end: number
  readonly columns: readonly string[]
}

export interface ParquetDescription {
  readonly rows: number
  readonly groups: number
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isNumber: boolean }[]
  readonly codecs: readonly string[]
  readonly writer: string | undefined
  /** What else the writer has noted, such as pandas' index. */
  readonly notes: readonly { readonly key: string; readonly bytes: number }[]
}

/** Bytes of a footer that are read: of tables of tens of thousands of columns. */
const MOST_FOOTER = 32 * 1_024 * 1_024
/** Bytes that one look at rows may read, and may become. */
const MOST_READ = 64 * 1_024 * 1_024
const MOST_UNPACKED = 512 * 1_024 * 1_024

interface OpenTable {
  readonly buffer: AsyncBuffer
  readonly metadata: FileMetaData
}

/** Tables whose footers are kept. */
const MOST_OPEN = 8

const recent = createRecent<OpenTable>(MOST_OPEN)

/** Schema and size, from the end of the file alone. */
export async function describeParquet(file: ParquetFile): Promise<ParquetDescription> {
  const { metadata } = await openTable(file)
  const chunks = metadata.row_groups.flatMap(({ columns }) => columns)
  return {
    rows: Number(metadata.num_rows),
    groups: metadata.row_groups.length,
    columns: parquetSchema(metadata).children.map((column) => ({
      name: column.element.name,
      type: typeOf(column),
      isNumber: isNumber(column),
    })),
    codecs: [...new Set(chunks.map(({ meta_data }) => meta_data?.codec ?? 'unknown'))],
    writer: metadata.created_by,
    notes: (metadata.key_value_metadata ?? []).map(({ key, value }) => ({ key, bytes: value?.length ?? 0 })),
  }
}

/** Rows as texts, null where there is none; of the columns that are asked for, in their order. */
export async function readParquet({ start, end, columns, ...file }: ParquetRows): Promise<(string | null)[][]> {
  const { buffer, metadata } = await openTable(file)
  assertBounded(metadata, start, end, columns)
  const rows: unknown[][] = []
  await parquetRead({
    file: buffer,
    metadata,
    rowStart: start,
    rowEnd: end,
    columns: [...columns],
    compressors: await compressorsFor(metadata),
    useOffsetIndex: true,
    utf8: false,
    parsers: exactTimes,
    onComplete: (found) => void rows.push(...found),
  })
  return rows.map((row) => row.map(printCell))
}

/** Dates to the digit that is recorded; a Date of JavaScript ends at milliseconds. */
const exactTimes = {
  timestampFromMicroseconds: (micros: bigint) => printTime(micros, 6),
  timestampFromNanoseconds: (nanos: bigint) => printTime(nanos, 9),
}

function printTime(value: bigint, digits: 6 | 9): string {
  const unit = 10n ** BigInt(digits)
  const rest = ((value % unit) + unit) % unit
  const date = new Date(Number(((value - rest) / unit) * 1_000n))
  if (Number.isNaN(date.getTime())) return String(value)
  const fraction = rest.toString().padStart(digits, '0').replace(/0+$/, '')
  return `${date.toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}`
}

function openTable(file: ParquetFile): Promise<OpenTable> {
  return recent(`${file.uri} ${file.path} ${file.size}`, () => readFooter(file))
}

async function readFooter(file: ParquetFile): Promise<OpenTable> {
  const read = rangesOf(file)
  const buffer = {
    byteLength: file.size,
    slice: async (start: number, end = file.size) => toBuffer(await read(start, Math.min(end, file.size))),
  }
  const ending = new DataView(await buffer.slice(Math.max(0, file.size - 8)))
  if (ending.byteLength < 8 || ending.getUint32(4, true) !== 0x31_52_41_50)
    throw new Error('It has no footer: the file was cut off, or is encrypted.')
  const length = ending.getUint32(0, true)
  if (length > Math.min(MOST_FOOTER, file.size - 8)) throw new Error('Its footer is larger than the file, or than a page can read.')
  const metadata = await parquetMetadataAsync(buffer, { initialFetchSize: length + 8 }).catch(() => {
    throw new Error('Its footer makes no sense.')
  })
  assertSane(metadata, file.size)
  return { buffer, metadata }
}

/** A footer may say anything: what it says has to fit the file. */
function assertSane(metadata: FileMetaData, size: number): void {
  if (!Array.isArray(metadata.schema) || !Array.isArray(metadata.row_groups)) throw new Error('Its footer makes no sense.')
  const rows = metadata.row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== metadata.num_rows || rows < 0n)
    throw new Error(`Its footer names ${metadata.num_rows} rows, but its row groups have ${rows}.`)
  for (const { meta_data: chunk } of metadata.row_groups.flatMap(({ columns }) => columns)) {
    if (chunk === undefined) continue
    const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset)
    const length = Number(chunk.total_compressed_size)
    if (start < 0 || length < 0 || start + length > size) throw new Error('Its footer names places behind its end.')
  }
}

function assertBounded(metadata: FileMetaData, start: number, end: number, columns: readonly string[]): void {
  let [first, packed, unpacked] = [0, 0, 0]
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows)
    if (first < end && first + count > start) {
      for (const { meta_data: chunk } of group.columns) {
        if (chunk === undefined || !columns.includes(chunk.path_in_schema[0] ?? '')) continue
        packed += Number(chunk.total_compressed_size)
        unpacked += Number(chunk.total_uncompressed_size)
      }
    }
    first += count
  }
  if (packed > MOST_READ || unpacked > MOST_UNPACKED)
    throw new Error('Its row groups are larger than a page can read: choose fewer columns.')
}

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}

function isNumber({ element: { type, logical_type, converted_type } }: SchemaTree): boolean {
  const isWord = logical_type !== undefined && !['INTEGER', 'DECIMAL', 'FLOAT16'].includes(logical_type.type)
  return (
    type !== undefined &&
    type !== 'BOOLEAN' &&
    (type !== 'BYTE_ARRAY' || converted_type === 'DECIMAL') &&
    !isWord &&
    !/DATE|TIME/.test(converted_type ?? '')
  )
}

/** `int64`, `timestamp[ns]`, `list<double>`. */
function typeOf({ element, children }: SchemaTree): string {
  const { type, logical_type: logical, converted_type: converted } = element
  if (children.length > 0) {
    if (logical?.type === 'LIST' || converted === 'LIST') return `list<${innermost(children)}>`
    if (logical?.type === 'MAP' || converted === 'MAP') return 'map'
    return `struct<${children.map((child) => child.element.name).join(', ')}>`
  }
  if (logical?.type === 'DECIMAL') return `decimal(${logical.precision}, ${logical.scale})`
  if (logical?.type === 'TIMESTAMP') return `timestamp[${logical.unit === 'MILLIS' ? 'ms' : logical.unit === 'MICROS' ? 'us' : 'ns'}]`
  if (logical?.type === 'INTEGER') return `${logical.isSigned ? '' : 'u'}int${logical.bitWidth}`
  return (logical?.type ?? converted ?? type ?? 'nothing').toLowerCase().replace('byte_array', 'binary').replace('utf8', 'string')
}

function innermost(children: readonly SchemaTree[]): string {
  const [only] = children
  if (only === undefined) return ''
  return only.children.length === 1 && only.element.name !== 'element' ? innermost(only.children) : typeOf(only)
}
