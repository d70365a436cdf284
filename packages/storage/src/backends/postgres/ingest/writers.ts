import type { Connection } from '../../../database.ts'
import { sql } from '../../../sql.ts'
import { arrayLiteral } from './array-literal.ts'
import type { CheckedCall, IngestCall } from './call.ts'
import { anyOf } from './insert-rows.ts'

/** Which writes of the group had been done before. */
export interface Writers {
  wasWritten(call: IngestCall): boolean
}

/** Locks the rows of the group's writers, so that a replay on another server waits, and reads how far each one is. */
export async function openWriters(connection: Connection, calls: readonly IngestCall[]): Promise<Writers> {
  const names = [...new Set(calls.flatMap(({ key }) => (key === undefined ? [] : [key.writer])))].toSorted()
  if (names.length === 0) return { wasWritten: () => false }
  await connection.run(
    sql`insert into writers (id, last_sequence, seen_time) select name, -1, 0 from unnest(${arrayLiteral(names)}::text[]) names (name) on conflict (id) do nothing`,
  )
  const locked = await connection.all<{ id: string; last_sequence: number }>(
    sql`select id, last_sequence from writers where id = ${anyOf(names, 'text')} order by id for update`,
  )
  const last = new Map(locked.map((row) => [row.id, row.last_sequence]))
  const seen = new Map<string, Set<number>>()
  return {
    wasWritten: ({ key }) => {
      if (key === undefined) return false
      const here = seen.get(key.writer) ?? new Set()
      const before = key.sequence <= (last.get(key.writer) ?? -1) || here.has(key.sequence)
      seen.set(key.writer, here.add(key.sequence))
      return before
    },
  }
}

/** Records the highest sequence of each writer whose write was accepted. */
export async function markWritten(connection: Connection, calls: readonly CheckedCall[]): Promise<void> {
  const highest = new Map<string, number>()
  for (const { call } of calls) {
    if (call.key !== undefined) highest.set(call.key.writer, Math.max(call.key.sequence, highest.get(call.key.writer) ?? -1))
  }
  if (highest.size === 0) return
  const writers = [...highest.keys()]
  await connection.run(
    sql`update writers w set last_sequence = done.sequence, seen_time = (extract(epoch from now()) * 1000)::bigint
      from unnest(${arrayLiteral(writers)}::text[], ${arrayLiteral([...highest.values()])}::bigint[]) done (id, sequence)
      where w.id = done.id and w.last_sequence < done.sequence`,
  )
}
