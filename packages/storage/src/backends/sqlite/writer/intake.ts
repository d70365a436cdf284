import type { DatabaseSync } from 'node:sqlite'
import { decodeJournalBatch, encodeJournalRows, type JournalRows } from '../../../series/index.ts'

/** Bytes before the points of each run: its id, and how many bytes follow. */
const HEAD = 10
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
    const encoded = parts.map(({ runId, rows }) => ({ runId, bytes: encodeJournalRows(rows) }))
    const data = Buffer.allocUnsafe(encoded.reduce((sum, { bytes }) => sum + HEAD + bytes.length, 0))
    let at = 0
    for (const { runId, bytes } of encoded) {
      at = data.writeUIntLE(runId, at, RUN_ID_BYTES)
      at = data.writeUInt32LE(bytes.length, at)
      data.set(bytes, at)
      at += bytes.length
    }
    this.#insert.run(id, data)
  }

  /** Deletes the rows whose points stand in the journal, and their summaries in table `metrics`. */
  deleteThrough(id: number): void {
    this.#delete.run(id)
  }

  /** Everything that waits, oldest first. Throws DATA_LOSS for a damaged row. */
  *read(): Generator<IntakePart & { readonly id: number }> {
    for (const row of this.#select.all()) {
      const id = row['id'] as number
      const bytes = row['data'] as Uint8Array
      const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let at = 0; at + HEAD <= data.length;) {
        const end = at + HEAD + data.readUInt32LE(at + RUN_ID_BYTES)
        yield { id, runId: data.readUIntLE(at, RUN_ID_BYTES), rows: decodeJournalBatch(data.subarray(at + HEAD, end), id) }
        at = end
      }
    }
  }
}
