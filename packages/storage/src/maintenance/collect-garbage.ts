import type { Connection } from '../database.ts'
import type { GarbageReport, GarbageRequest } from '../store.ts'
import { countGarbage, deleteEmptyExperiments, deleteRunsForGood, findGarbage } from './garbage.ts'

/** Runs per transaction: few, so that ingest beside it waits for milliseconds. */
const RUNS_AT_ONCE = 20

/** What a backend lends to the collection. */
export interface GarbageGround {
  /** A read, in a snapshot of its own. */
  read<T>(use: (connection: Connection) => Promise<T>): Promise<T>
  /** A write, in a transaction of its own, durable when it resolves. */
  write<T>(use: (connection: Connection) => Promise<T>): Promise<T>
  /** Bytes of the store on disk. */
  size(): Promise<number>
  /** Gives the space of deleted rows back to the file system, as far as the database can. */
  giveSpaceBack(): Promise<void>
}

/**
 * Deletes for good, in small steps. Artifacts go before the rows that name them: after a crash the rows are still
 * there and the next collection tries again; deleting artifacts that are gone is no error.
 */
export async function collectGarbageOn(ground: GarbageGround, request: GarbageRequest): Promise<GarbageReport> {
  const { olderThan, dryRun = false, deleteArtifacts, onProgress } = request
  const found = await ground.read((connection) => countGarbage(connection, olderThan))
  if (dryRun) return { ...found, points: 0, freedBytes: 0 }
  const before = await ground.size()
  let runs = 0
  let points = 0
  for (;;) {
    const some = await ground.read((connection) => findGarbage(connection, olderThan, RUNS_AT_ONCE))
    if (some.length === 0) break
    await deleteArtifacts(some.map(({ artifactUri }) => artifactUri))
    const gone = await ground.write((connection) => deleteRunsForGood(connection, some))
    runs += gone.runs
    points += gone.points
    onProgress?.(runs, Math.max(runs, found.runs))
  }
  const experiments = await ground.write((connection) => deleteEmptyExperiments(connection, olderThan))
  await ground.giveSpaceBack()
  return { experiments, runs, points, freedBytes: Math.max(0, before - (await ground.size())) }
}
