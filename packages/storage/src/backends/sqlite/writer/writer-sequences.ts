import type { DatabaseSync } from 'node:sqlite'
import type { IdempotencyKey } from '../../../ingest/index.ts'

const REMEMBERED = 10_000

/**
 * How far each writer has come. Stored in the transaction of its writes, one row per writer and flush: a write that was
 * answered, or that was committed before the answer got lost, is recognised for ever.
 */
export class WriterSequences {
  readonly #last = new Map<string, number>()
  readonly #moved = new Set<string>()
  readonly #select
  readonly #upsert

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('select last_sequence from writers where id = ?')
    this.#upsert = database.prepare(
      `insert into writers (id, last_sequence, seen_time) values (?, ?, ?)
        on conflict (id) do update set last_sequence = excluded.last_sequence, seen_time = excluded.seen_time`,
    )
  }

  /** Whether the write was done before. */
  isDone({ writer, sequence }: IdempotencyKey): boolean {
    return sequence <= this.#lastOf(writer)
  }

  /** Notes that the write is part of the open transaction. */
  note({ writer, sequence }: IdempotencyKey): void {
    this.#last.set(writer, sequence)
    this.#moved.add(writer)
  }

  /** Writes what was noted; before the commit. */
  write(now: number): void {
    for (const writer of this.#moved) this.#upsert.run(writer, this.#lastOf(writer), now)
    this.#moved.clear()
    if (this.#last.size >= REMEMBERED) this.#last.clear()
  }

  #lastOf(writer: string): number {
    const known = this.#last.get(writer)
    if (known !== undefined) return known
    const last = (this.#select.get(writer)?.['last_sequence'] as number | undefined) ?? -1
    this.#last.set(writer, last)
    return last
  }

  clear(): void {
    this.#last.clear()
    this.#moved.clear()
  }
}
