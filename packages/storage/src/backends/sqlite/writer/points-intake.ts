import { RepriseError } from '@reprise/protocol'
import { decodeJournalBatch, encodeJournalRows, type JournalRows } from '../../../series/index.ts'
import type { IntakeFormat } from './intake-table.ts'
import { joinRows } from './pending-points.ts'

/** How many runs: the first bytes of a row. */
const COUNT_BYTES = 4
/** Then per run: its id, and how many points of it follow. */
const RUN_BYTES = 8
const RUN_ID_BYTES = 6

/** Few points of one run. */
export interface IntakePart {
  readonly runId: number
  readonly rows: JournalRows
}

/** Table `intake`: points of runs that got few of them, which become journal rows of many flushes each. */
export const pointsIntake: IntakeFormat<IntakePart> = { table: 'intake', encode: packParts, decode: unpackParts }

function packParts(parts: readonly IntakePart[]): Uint8Array {
  const points = encodeJournalRows(joinRows(parts.map(({ rows }) => rows)))
  const data = Buffer.allocUnsafe(COUNT_BYTES + parts.length * RUN_BYTES + points.length)
  let at = data.writeUInt32LE(parts.length, 0)
  for (const { runId, rows } of parts) {
    at = data.writeUIntLE(runId, at, RUN_ID_BYTES)
    at = data.writeUInt16LE(rows.keyIds.length, at)
  }
  data.set(points, at)
  return data
}

function unpackParts(bytes: Uint8Array, id: number): IntakePart[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = COUNT_BYTES + (data.length < COUNT_BYTES ? 0 : data.readUInt32LE(0)) * RUN_BYTES
  if (head > data.length) throw damaged(id, 'it ends too early')
  const all = decodeJournalBatch(data.subarray(head), id)
  const parts: IntakePart[] = []
  let start = 0
  for (let at = COUNT_BYTES; at < head; at += RUN_BYTES) {
    const end = start + data.readUInt16LE(at + RUN_ID_BYTES)
    parts.push({ runId: data.readUIntLE(at, RUN_ID_BYTES), rows: sliceRows(all, start, end) })
    start = end
  }
  if (start !== all.keyIds.length) throw damaged(id, `its runs have ${start} points, and ${all.keyIds.length} follow`)
  return parts
}

function sliceRows({ keyIds, steps, timestamps, values }: JournalRows, start: number, end: number): JournalRows {
  return {
    keyIds: keyIds.subarray(start, end),
    steps: steps.subarray(start, end),
    timestamps: timestamps.subarray(start, end),
    values: values.subarray(start, end),
  }
}

function damaged(id: number, why: string): RepriseError {
  return new RepriseError('DATA_LOSS', `intake row ${id} is damaged: ${why}`)
}
