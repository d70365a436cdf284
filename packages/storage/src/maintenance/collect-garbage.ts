import type { Connection } from '../database.ts'
import type { GarbageReport, GarbageRequest } from '../store.ts'
import { deleteEmptyExperiments, deleteRowsOf, findCollected, forgetCollected, takeGarbage } from './delete-garbage.ts'
import { countGarbage } from './find-garbage.ts'

/** Runs whose artifacts are deleted together. */
const RUNS_AT_ONCE = 20

/** What a backend lends to the collection. */
export interface GarbageGround {
  /** A read, in a snapshot of its own. */
  read<T>(use: (connection: Connection) => Promise<T>): Promise<T>
  /** A write, in a transaction of its own, durable when it resolves. */
  write<T>(use: (connection: Connection) => Promise<T>): Promise<T>
  /** Bytes of the store on disk. */
  size(): Promise<number>
  /** Frees those of these names that nothing has any more, where that is safe. */
  freeKeys?(keyIds: readonly number[]): Promise<void>
  /** Gives the space of deleted rows back to the file system, as far as the database can. */
  giveSpaceBack(): Promise<void>
}

/**
 * Deletes for good, in small steps. A run is first taken out of sight and noted in `collected_runs`, so that nobody can
 * restore it without its artifacts; then its artifacts go, then its rows, and last the note. After a crash the notes are
 * still there and the next collection goes on: deleting artifacts that are gone is no error.
 */
export async function collectGarbageOn(ground: GarbageGround, request: GarbageRequest): Promise<GarbageReport> {
  const { olderThan, dryRun = false, deleteArtifacts, onProgress } = request
  const found = await ground.read((connection) => countGarbage(connection, olderThan))
  if (dryRun) return { ...found, freedBytes: 0 }
  const before = await ground.size()
  const keys = new Set<number>()
  let runs = 0
  let points = 0
  for (;;) {
    await ground.write((connection) => takeGarbage(connection, olderThan, RUNS_AT_ONCE))
    const some = await ground.read((connection) => findCollected(connection, RUNS_AT_ONCE))
    if (some.length === 0) break
    await deleteArtifacts(some.map(({ artifactUri }) => artifactUri))
    for (const { id } of some) {
      points += await deleteRun(ground, id, keys)
      runs += 1
      onProgress?.(runs, Math.max(runs, found.runs))
    }
  }
  const { experiments, artifactUris } = await ground.write((connection) => deleteEmptyExperiments(connection, olderThan))
  // Last: a crash may leave files that nobody names, but never a model without its files.
  if (artifactUris.length > 0) await deleteArtifacts(artifactUris)
  await ground.freeKeys?.([...keys])
  await ground.giveSpaceBack()
  return { experiments, runs, points, freedBytes: Math.max(0, before - (await ground.size())) }
}

/** Deletes everything that hangs on a run, some rows at a time; answers how many points went, and notes their names. */
async function deleteRun(ground: GarbageGround, runId: number, keys: Set<number>): Promise<number> {
  let points = 0
  for (let isDone = false; !isDone;) {
    const gone = await ground.write(async (connection) => {
      const rows = await deleteRowsOf(connection, runId)
      if (rows.count === 0) await forgetCollected(connection, runId)
      return rows
    })
    points += gone.points
    for (const keyId of gone.keyIds) keys.add(keyId)
    isDone = gone.count === 0
  }
  return points
}
