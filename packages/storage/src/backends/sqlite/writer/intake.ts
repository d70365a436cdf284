import type { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
import { decodeJournalBatch, encodeJournalRows, type JournalRows } from '../../../series/index.ts'
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

/**
 * Table `intake`: what one flush brought for runs that got few points. A row per run would touch two pages per run in
 * every commit; this is one row for all of them, which the settler turns into journal rows of many flushes each.
 */
export class Intake {
  readonly #insert
  readonly #delete
  readonly #select

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('insert into intake (id, data) values (?, ?)')
    this.#delete = database.prepare('delete from intake where id <= ?')
    this.#select = database.prepare('select id, data from intake order by id')
  }

  write(id: number, parts: readonly IntakePart[]): void {
    const points = encodeJournalRows(joinRows(parts.map(({ rows }) => rows)))
    const data = Buffer.allocUnsafe(COUNT_BYTES + parts.length * RUN_BYTES + points.length)
    let at = data.writeUInt32LE(parts.length, 0)
    for (const { runId, rows } of parts) {
      at = data.writeUIntLE(runId, at, RUN_ID_BYTES)
      at = data.writeUInt16LE(rows.keyIds.length, at)
    }
    data.set(points, at)
    this.#insert.run(id, data)
  }

  /** Deletes the rows whose points stand in the journal, and their summaries in table `metrics`. */
  deleteThrough(id: number): void {
    this.#delete.run(id)
  }

  /** Everything that waits, oldest first. What is damaged is passed to `onDamage`, and left out. */
  *read(onDamage: (error: RepriseError) => void): Generator<IntakePart & { readonly id: number }> {
    for (const row of this.#select.all()) {
      const id = row['id'] as number
      try {
        yield* unpackParts(id, row['data'] as Uint8Array)
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
        onDamage(error)
      }
    }
  }
}

function unpackParts(id: number, bytes: Uint8Array): (IntakePart & { readonly id: number })[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = COUNT_BYTES + (data.length < COUNT_BYTES ? 0 : data.readUInt32LE(0)) * RUN_BYTES
  if (head > data.length) throw damaged(id, 'it ends too early')
  const all = decodeJournalBatch(data.subarray(head), id)
  const parts: (IntakePart & { readonly id: number })[] = []
  let start = 0
  for (let at = COUNT_BYTES; at < head; at += RUN_BYTES) {
    const end = start + data.readUInt16LE(at + RUN_ID_BYTES)
    parts.push({ id, runId: data.readUIntLE(at, RUN_ID_BYTES), rows: sliceRows(all, start, end) })
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
