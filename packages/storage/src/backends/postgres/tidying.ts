import { CHANGES_KEPT } from '../../changes/index.ts'
import { forgetChanges } from './changes/forget-changes.ts'
import type { Database } from './connect/database.ts'
import { repeat, type Repeated } from './repeat.ts'

/** Milliseconds. */
const INTERVAL = 60_000

/** Keeps what grows by itself from growing for ever. Every server does it; doing it twice changes nothing. */
export function startTidying(database: Database, onTrouble: (error: unknown) => void): Repeated {
  return repeat(INTERVAL, async () => void (await database.query('write', forgetChanges(CHANGES_KEPT))), onTrouble)
}
