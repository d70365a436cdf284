import { PointBuffer } from '../point-buffer.ts'
import { toColumns } from '../point.ts'
import type { Point, PointColumns } from '../point.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { decodeInts, decodeSafeInts, encodeInts, encodeSafeInts } from './int-column.ts'
import { FORMAT_VERSION, MAX_JOURNAL_POINTS } from './limits.ts'

/** The points of one key in a batch. */
export interface JournalEntry {
  readonly keyId: number
  readonly points: PointColumns | readonly Point[]
}

/** Points of one run in the order of arrival: one row of the batch a point, all columns of one length. */
export interface JournalRows extends PointColumns {
  /** Interned metric keys: non-negative safe integers. */
  readonly keyIds: Float64Array
}

const out = new ByteWriter(65_536)

/** Encodes the points that one flush brought for one run. At most {@link MAX_JOURNAL_POINTS}, at least one. */
export function encodeJournalBatch(entries: readonly JournalEntry[]): Uint8Array<ArrayBuffer> {
  return encodeJournalRows(toRows(entries))
}

/** {@link encodeJournalBatch} for points that are columns already, in any order of keys: the fast way in. */
export function encodeJournalRows(rows: JournalRows): Uint8Array<ArrayBuffer> {
  const count = rows.values.length
  if (count < 1 || count > MAX_JOURNAL_POINTS)
    throw new RangeError(`a journal batch of ${count} points: it holds 1 to ${MAX_JOURNAL_POINTS}`)
  out.at = 0
  out.u8(FORMAT_VERSION)
  out.varint(count)
  encodeSafeInts(out, rows.keyIds, 0, count)
  encodeInts(out, rows.steps, 0, count)
  encodeInts(out, rows.timestamps, 0, count)
  out.reserve(count * 8 + 4)
  const { view, at } = out
  for (let i = 0; i < count; i += 1) view.setFloat64(at + i * 8, rows.values[i] as number, true)
  out.at += count * 8
  return out.finish()
}

/** Decodes a batch. @param id names the journal row in errors, all DATA_LOSS. */
export function decodeJournalBatch(bytes: Uint8Array, id: number): JournalRows {
  const { reader, count, keyIds } = openBatch(bytes, id)
  const steps = decodeInts(reader, count, new Float64Array(count), 0)
  const timestamps = decodeInts(reader, count, new Float64Array(count), 0)
  const values = new Float64Array(count)
  const start = valuesStart(reader, count)
  for (let i = 0; i < count; i += 1) values[i] = reader.view.getFloat64(start + i * 8, true)
  return { keyIds, steps, timestamps, values }
}

/** Appends the points of one key, in the order of arrival. Nothing is decoded when the batch holds none. */
export function readJournalSeries(batch: { readonly data: Uint8Array; readonly id: number }, keyId: number, into: PointBuffer): void {
  const { reader, count, keyIds } = openBatch(batch.data, batch.id)
  const found = keyIds.indexOf(keyId)
  if (found < 0) return
  const steps = decodeInts(reader, count, new Float64Array(count), 0)
  const timestamps = decodeInts(reader, count, new Float64Array(count), 0)
  const start = valuesStart(reader, count)
  const values = new Float64Array(count)
  for (let i = found; i < count; i += 1) values[i] = reader.view.getFloat64(start + i * 8, true)
  copyRuns({ keyIds, steps, timestamps, values }, keyId, into)
}

/** Copies each run of consecutive rows of the key. */
function copyRuns(rows: JournalRows, keyId: number, into: PointBuffer): void {
  const { keyIds } = rows
  for (let start = keyIds.indexOf(keyId); start >= 0;) {
    let end = start + 1
    while (keyIds[end] === keyId) end += 1
    into.copy(rows, start, end)
    start = keyIds.indexOf(keyId, end)
  }
}

function openBatch(bytes: Uint8Array, id: number): { reader: ByteReader; count: number; keyIds: Float64Array } {
  const reader = new ByteReader(bytes, `metric journal row ${id}`)
  const version = reader.u8()
  if (version !== FORMAT_VERSION) throw reader.corrupt(`version ${version} is not known`)
  const count = reader.varint()
  // The values take eight bytes each, so this bounds what is allocated by the bytes that are there.
  if (count < 1 || count > MAX_JOURNAL_POINTS || count * 8 > reader.end) throw reader.corrupt(`${count} points in ${reader.end} bytes`)
  const keyIds = new Float64Array(count)
  decodeSafeInts(reader, count, keyIds, 0)
  return { reader, count, keyIds }
}

function valuesStart(reader: ByteReader, count: number): number {
  const start = reader.take(count * 8)
  if (reader.at !== reader.end) throw reader.corrupt(`${reader.end - reader.at} bytes too many`)
  return start
}

function toRows(entries: readonly JournalEntry[]): JournalRows {
  const parts = entries.map(({ keyId, points }) => ({
    keyId,
    points: Array.isArray(points) ? toColumns(points) : (points as PointColumns),
  }))
  const buffer = new PointBuffer(parts.reduce((sum, { points }) => sum + points.values.length, 0))
  const keyIds = new Float64Array(buffer.values.length)
  for (const { keyId, points } of parts) {
    keyIds.fill(keyId, buffer.length, buffer.length + points.values.length)
    buffer.copy(points, 0, points.values.length)
  }
  return { keyIds, ...buffer.finish() }
}
