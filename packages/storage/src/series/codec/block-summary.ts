import type { Int64 } from '@reprise/protocol'
import type { Point } from '../point.ts'
import type { SectionSummary } from '../section-summary.ts'
import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FORMAT_VERSION, MAX_BLOCK_POINTS } from './limits.ts'

const TIMES_ASCEND = 1
const out = new ByteWriter(160)

/** Encodes the summary that lies beside a block of one section: about 80 bytes, so that 10M points need 1 MB of them. */
export function encodeBlockSummary(summary: SectionSummary): Uint8Array<ArrayBuffer> {
  out.at = 0
  out.u8(FORMAT_VERSION)
  out.u8(summary.timesAscend ? TIMES_ASCEND : 0)
  out.varint(summary.keyId)
  out.varint(summary.count)
  out.varint(summary.nanCount)
  writePoint(summary.first)
  writePoint(summary.last)
  out.f64(summary.min)
  out.f64(summary.max)
  out.f64(summary.sum)
  if (!summary.timesAscend) {
    writePoint(summary.earliest)
    writePoint(summary.latest)
  }
  return out.finish()
}

function writePoint(point: Point): void {
  out.i64(BigInt(point.step))
  out.i64(BigInt(point.timestamp))
  out.f64(point.value)
}

/** Decodes a block's summary. @param id names the block in errors, all DATA_LOSS. */
export function decodeBlockSummary(bytes: Uint8Array, id: number): SectionSummary {
  const reader = new ByteReader(bytes, `the summary of metric block ${id}`)
  const version = reader.u8()
  if (version !== FORMAT_VERSION) throw reader.corrupt(`version ${version} is not known`)
  const timesAscend = reader.u8() === TIMES_ASCEND
  const keyId = reader.varint()
  const count = reader.varint()
  const nanCount = reader.varint()
  if (count < 1 || count > MAX_BLOCK_POINTS || nanCount > count) throw reader.corrupt(`${count} points, ${nanCount} of them NaN`)
  const first = readPoint(reader)
  const last = readPoint(reader)
  const min = reader.f64()
  const max = reader.f64()
  const sum = reader.f64()
  const earliest = timesAscend ? first : readPoint(reader)
  const latest = timesAscend ? last : readPoint(reader)
  if (reader.at !== reader.end) throw reader.corrupt(`${reader.end - reader.at} bytes too many`)
  if (first.step > last.step || earliest.timestamp > latest.timestamp) throw reader.corrupt('its last point comes before its first')
  return { keyId, count, nanCount, first, last, min, max, sum, earliest, latest, timesAscend }
}

function readPoint(reader: ByteReader): Point {
  return { step: readInt64(reader), timestamp: readInt64(reader), value: reader.f64() }
}

/** Without a BigInt while the integer is safe: a long series has ten thousand summaries. */
function readInt64(reader: ByteReader): Int64 {
  const at = reader.take(8)
  const high = reader.view.getInt32(at + 4, true)
  const value = high * 2 ** 32 + reader.view.getUint32(at, true)
  return Number.isSafeInteger(value) ? value : reader.view.getBigInt64(at, true)
}
