import type pg from 'pg'
import { createConnection } from '../connect/connection.ts'
import { internKeys } from '../../../operations/keys.ts'

const MOST_NAMES = 200_000
const PER_STATEMENT = 500

/** Ids of names, remembered: on this database they are never deleted. */
export interface KeyCache {
  /** Adds the new names, in a transaction of their own, so that no group waits for another one's names. */
  intern(names: ReadonlySet<string>): Promise<ReadonlyMap<string, number>>
}

export function createKeyCache(pool: pg.Pool): KeyCache {
  let known = new Map<string, number>()
  return {
    intern: async (names) => {
      const missing = [...names].filter((name) => !known.has(name))
      if (missing.length > 0) {
        if (known.size + missing.length > MOST_NAMES) known = new Map()
        const wanted = known.size === 0 ? [...names] : missing
        const client = await pool.connect()
        try {
          for (let start = 0; start < wanted.length; start += PER_STATEMENT) {
            const found = await internKeys(createConnection(client), wanted.slice(start, start + PER_STATEMENT))
            for (const [name, id] of found) known.set(name, id)
          }
        } finally {
          client.release()
        }
      }
      return known
    },
  }
}
