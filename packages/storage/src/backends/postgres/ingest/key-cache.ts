import { sql } from '../../../sql.ts'
import type { Database } from '../connect/database.ts'
import type { Transaction } from '../connect/transaction.ts'
import { anyOf, unnest } from './insert-rows.ts'

/** Names remembered at most: some 20 MB. */
const MOST_NAMES = 200_000
const PER_TRANSACTION = 5_000

/** Ids of names, remembered: on this database they are never deleted. */
export interface KeyCache {
  /** The ids of at least these names. New ones are committed at once, so that nobody waits for another one's transaction. */
  intern(names: Iterable<string>): Promise<ReadonlyMap<string, number>>
}

export function createKeyCache(database: Database): KeyCache {
  let known = new Map<string, number>()
  const add = async (ids: Map<string, number>, names: readonly string[]): Promise<void> => {
    for (let start = 0; start < names.length; start += PER_TRANSACTION) {
      const some = names.slice(start, start + PER_TRANSACTION)
      // Nobody on this lane holds a connection while waiting for another one.
      const found = await database.transaction('ingest', (transaction) => intern(transaction, some))
      for (const { id, name } of found) ids.set(name, id)
    }
  }
  return {
    intern: async (names) => {
      const wanted = [...names]
      const ids = known
      const missing = wanted.filter((name) => !ids.has(name))
      if (missing.length === 0) return ids
      if (ids.size + missing.length <= MOST_NAMES) {
        await add(ids, missing)
        return ids
      }
      const fresh = new Map<string, number>()
      await add(fresh, wanted)
      known = fresh
      return fresh
    },
  }
}

type KeyRow = { id: number; name: string }

async function intern(transaction: Transaction, names: readonly string[]): Promise<KeyRow[]> {
  const find = sql`select id, name from keys where name = ${anyOf(names, 'text')}`
  const found = await transaction.all<KeyRow>(find)
  if (found.length === names.length) return found
  const known = new Set(found.map(({ name }) => name))
  const missing = unnest({ values: names.filter((name) => !known.has(name)), type: 'text' })
  // In one order on all servers, so that two that add the same names wait for each other and never in a circle.
  const insert = sql`insert into keys (name) select name from ${missing} missing (name) order by name collate "C" on conflict (name) do nothing`
  const [, all] = await Promise.all([transaction.run(insert), transaction.all<KeyRow>(find)])
  return all
}
