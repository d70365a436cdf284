import type { Int64 } from '@reprise/protocol'
import type { Int64Column } from '../series/index.ts'
import { encodeExactDouble } from './encode-double.ts'
import type { BucketsRequest } from './series-buckets.ts'

/** Buckets of a run as columns of equal length. */
export interface BucketColumns {
  /** Integers, or doubles on the axis of a metric. */
  readonly from: Int64Column
  readonly to: Int64Column
  readonly counts: Float64Array
  readonly nanCounts: Float64Array
  readonly first: Float64Array
  readonly last: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  readonly mean: Float64Array
  /** Absent: not asked for. */
  readonly smoothed: Float64Array | undefined
}

interface Encoding extends Pick<BucketsRequest, 'columns' | 'encoding'> {
  /** Whether x is a double and no integer. */
  readonly isDouble?: boolean
}

type Write = (column: Int64Column) => string

/** The JSON of the buckets of a run: those of its columns that are asked for, as lists or as base64. */
export function encodeBuckets(uuid: string, columns: BucketColumns, { columns: asked, encoding, isDouble = false }: Encoding): string {
  const isPacked = encoding === 'base64'
  const x: Write = isPacked ? (isDouble ? packDoubles : packIntegers) : isDouble ? listDoubles : listIntegers
  const count: Write = isPacked ? packCounts : listIntegers
  const double: Write = isPacked ? packDoubles : listDoubles
  const [from, to] = isDouble && !isPacked ? ['x_from', 'x_to'] : ['from', 'to']
  const all = [
    ['from', from, columns.from, x],
    ['to', to, columns.to, x],
    ['count', 'count', columns.counts, count],
    ['nan_count', 'nan_count', columns.nanCounts, count],
    ['first', 'first', columns.first, double],
    ['last', 'last', columns.last, double],
    ['min', 'min', columns.min, double],
    ['max', 'max', columns.max, double],
    ['mean', 'mean', columns.mean, double],
    ['smoothed', 'smoothed', columns.smoothed, double],
  ] as const
  const written = all.flatMap(([column, name, values, write]) =>
    values === undefined || (asked.length > 0 && !asked.includes(column)) ? [] : [`"${name}":${write(values)}`],
  )
  const text = isPacked ? `"packed":{${written.join(',')}}` : written.join(',')
  return `{"run_id":${JSON.stringify(uuid)}${text === '' ? '' : `,${text}`}}`
}

/** The same integers less a number. */
export function shiftColumn(column: Int64Column, origin: Int64): Int64Column {
  if (origin === 0) return column
  if (column instanceof Float64Array && typeof origin === 'number') return column.map((value) => value - origin)
  return BigInt64Array.from(column as ArrayLike<Int64>, (value) => BigInt(value) - BigInt(origin))
}

function listDoubles(column: Int64Column): string {
  return `[${Array.from(column as ArrayLike<number>, encodeExactDouble).join(',')}]`
}

function listIntegers(column: Int64Column): string {
  return `[${Array.from(column as ArrayLike<Int64>, String).join(',')}]`
}

function packDoubles(column: Int64Column): string {
  return pack(Float64Array.from(column as ArrayLike<number>))
}

function packIntegers(column: Int64Column): string {
  return pack(column instanceof BigInt64Array ? column : BigInt64Array.from(column, BigInt))
}

function packCounts(column: Int64Column): string {
  return pack(Uint32Array.from(column as ArrayLike<number>))
}

/** Every platform that runs this is little-endian. */
function pack({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return `"${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}"`
}
