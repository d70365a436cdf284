import type { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
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
  const parts: (IntakePart & { readonly id: number })[] = []
  for (let at = 0; at < data.length;) {
    const end = at + HEAD <= data.length ? at + HEAD + data.readUInt32LE(at + RUN_ID_BYTES) : Infinity
    if (end > data.length) throw new RepriseError('DATA_LOSS', `intake row ${id} is damaged: it ends too early`)
    parts.push({ id, runId: data.readUIntLE(at, RUN_ID_BYTES), rows: decodeJournalBatch(data.subarray(at + HEAD, end), id) })
    at = end
  }
  return parts
}
