import type { IdempotencyKey } from '../../../ingest/index.ts'
import { sql } from '../../../sql.ts'
import type { Transaction } from '../connect/transaction.ts'
import { anyOf, unnest } from './insert-rows.ts'

/** How far each writer of a group has come. */
export interface Writers {
  wasWritten(key: IdempotencyKey): boolean
  /** Notes a write that the transaction will commit. */
  note(key: IdempotencyKey): void
  /** Stores what was noted, with the commit. */
  save(): void
}

/** Locks the rows of some writers, so that a replay on another server waits, and reads how far each one is. */
export async function openWriters(transaction: Transaction, keys: readonly IdempotencyKey[]): Promise<Writers> {
  const last = await readLast(transaction, [...new Set(keys.map(({ writer }) => writer))])
  const moved = new Set<string>()
  return {
    wasWritten: ({ writer, sequence }) => sequence <= (last.get(writer) ?? -1),
    note: ({ writer, sequence }) => {
      last.set(writer, sequence)
      moved.add(writer)
    },
    save: () => {
      if (moved.size === 0) return
      const ids = { values: [...moved], type: 'text' } as const
      const sequences = { values: [...moved].map((writer) => last.get(writer) ?? -1), type: 'bigint' } as const
      transaction.last(
        sql`update writers w set last_sequence = done.sequence, seen_time = (extract(epoch from now()) * 1000)::bigint
          from ${unnest(ids, sequences)} done (id, sequence) where w.id = done.id`,
      )
    },
  }
}

/** New writers are inserted and all are locked in one order, PostgreSQL's, so that groups do not wait for each other in a circle. */
async function readLast(transaction: Transaction, writers: readonly string[]): Promise<Map<string, number>> {
  if (writers.length === 0) return new Map()
  const [, locked] = await Promise.all([
    transaction.run(
      sql`insert into writers (id, last_sequence, seen_time)
        select name, -1, 0 from ${unnest({ values: writers, type: 'text' })} names (name) order by name collate "C" on conflict (id) do nothing`,
    ),
    transaction.all<{ id: string; last_sequence: number }>(
      sql`select id, last_sequence from writers where id = ${anyOf(writers, 'text')} order by id for update`,
    ),
  ])
  return new Map(locked.map((row) => [row.id, row.last_sequence]))
}
