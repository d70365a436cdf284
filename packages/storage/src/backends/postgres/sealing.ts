import { RepriseError } from '@reprise/protocol'
import { type RunToSeal, sealSlice, UnsealedRuns } from '../../sealing/index.ts'
import { sql } from '../../sql.ts'
import type { Database } from './connect/database.ts'
import { anyOf } from './ingest/insert-rows.ts'
import type { RunPoints } from './ingest/points.ts'
import { repeat } from './repeat.ts'
import { settleSummaries } from './summaries/settle.ts'

/** Any number; a run's own lock is (this, its id): one server seals a run at a time. */
const SEALING_LOCK = 727_002
/** Milliseconds between two looks at what is due. */
const INTERVAL = 500
/** How often runs are looked for that went quiet, and how often the journal is searched for what a dead server left. */
const QUIET_INTERVAL = 60_000
const SEARCH_INTERVAL = 60 * 60_000
/** When the journal is searched again after the database was away. */
const PAUSE = 10_000

export interface Sealing {
  /** Notes the journal rows of a group that was committed. */
  notePoints(points: readonly RunPoints[]): void
  /** Notes that a run ended: it is sealed to the last point. */
  noteEnd(runUuid: string): void
  /** Resolves when the slice under way is done. */
  stop(): Promise<void>
}

/**
 * Turns journals into blocks, run by run, slice by slice, beside everything else. Each server seals the runs it took
 * points of; a lock keeps two that took points of one run from sealing it at once.
 */
export function startSealing(database: Database, onTrouble: (error: unknown) => void): Sealing {
  const unsealed = new UnsealedRuns()
  let ended: string[] = []
  let searchAt = 0
  let quietAt = performance.now() + QUIET_INTERVAL
  let stopped = false

  const round = async (): Promise<void> => {
    const now = performance.now()
    if (now >= searchAt) {
      await database.transaction('search', (connection) => unsealed.restore(connection))
      searchAt = now + SEARCH_INTERVAL
    }
    if (now >= quietAt) {
      unsealed.findQuiet()
      quietAt = now + QUIET_INTERVAL
    }
    const uuids = ended
    ended = []
    for (const runId of await findRuns(database, uuids)) unsealed.noteEnd(runId)
    for (let next = unsealed.next(); next !== undefined && !stopped; next = unsealed.next()) await sealOne(next)
  }
  const sealOne = async (run: RunToSeal): Promise<void> => {
    const { runId } = run
    try {
      const slice = await sealUnderLock(database, run, onTrouble)
      if (slice === undefined) unsealed.drop(runId)
      else unsealed.noteSlice(runId, slice)
    } catch (error) {
      unsealed.drop(runId)
      // A damaged run stays as it is until somebody looks; everything else is found again.
      if (!(error instanceof RepriseError && error.code === 'DATA_LOSS')) searchAt = performance.now() + PAUSE
      onTrouble(error)
    }
  }
  const loop = repeat(INTERVAL, round, (error) => {
    searchAt = performance.now() + PAUSE
    onTrouble(error)
  })
  return {
    notePoints: (points) => points.forEach((row) => unsealed.note(row.runId, row.points, row.keys)),
    noteEnd: (runUuid) => void ended.push(runUuid),
    stop: async () => {
      stopped = true
      await loop.stop()
    },
  }
}

/** Undefined when another server seals the run just now, or the run is gone. */
function sealUnderLock(database: Database, { runId, finished }: RunToSeal, onTrouble: (error: unknown) => void) {
  return database.transaction('write', async (transaction) => {
    const [lock, run] = await Promise.all([
      transaction.get<{ taken: number }>(
        sql`select pg_try_advisory_xact_lock(${SEALING_LOCK}::int, ${runId % 2 ** 31}::int)::int as taken`,
      ),
      // Garbage collection waits until the blocks are there, and then deletes them, too.
      transaction.get(sql`select id from runs where id = ${runId} for key share`),
    ])
    if (lock?.taken !== 1 || run === undefined) return undefined
    while (await settleSummaries(transaction, sql`r.id = ${runId}`, onTrouble));
    return sealSlice(transaction, runId, finished)
  })
}

async function findRuns(database: Database, uuids: readonly string[]): Promise<number[]> {
  if (uuids.length === 0) return []
  const rows = await database.query<{ id: number }>('read', sql`select id from runs where uuid = ${anyOf(uuids, 'text')}`)
  return rows.map(({ id }) => id)
}
