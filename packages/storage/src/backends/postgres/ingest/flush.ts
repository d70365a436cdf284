import { runNotActive, runNotFound } from '../../../ingest/index.ts'
import type { Connection } from '../../../database.ts'
import { sql } from '../../../sql.ts'
import type { CheckedCall, IngestCall, IngestRun } from './call.ts'
import { anyOf } from './insert-rows.ts'
import type { KeyCache } from './key-cache.ts'
import { checkParams, writeParams } from './params.ts'
import { writePoints } from './points.ts'
import { writeRunTags } from './tags.ts'
import { markWritten, openWriters } from './writers.ts'

/** Another transaction was faster in a way that only a new attempt can see. */
export class FlushConflict extends Error {}

/** How one call of a group ended. */
export interface Outcome {
  readonly call: IngestCall
  readonly run: IngestRun | undefined
  readonly error?: unknown
}

const ACTIVE = 0

/**
 * Writes a group of calls inside the caller's transaction. Everything is checked before the first row is written, so a
 * call that is refused fails alone. Rows go in in the order of run and key: two servers never wait for each other in a circle.
 */
export async function flush(connection: Connection, keys: KeyCache, calls: readonly IngestCall[]): Promise<Outcome[]> {
  const ids = await keys.intern(namesOf(calls))
  const runs = await readRuns(connection, calls)
  const writers = await openWriters(connection, calls)
  const outcomes: Outcome[] = []
  const wanted: CheckedCall[] = []
  for (const call of calls) {
    const run = runs.get(call.batch.runUuid)
    if (writers.wasWritten(call)) outcomes.push({ call, run: undefined })
    else if (run === undefined) outcomes.push({ call, run, error: runNotFound(call.batch.runUuid) })
    else if (run.lifecycle !== ACTIVE) outcomes.push({ call, run, error: runNotActive(call.batch.runUuid) })
    else wanted.push({ call, run })
  }
  const { accepted, refused } = await checkParams(connection, ids, wanted)
  await writeParams(connection, ids, accepted)
  await writeRunTags(connection, ids, accepted)
  await writePoints(connection, ids, accepted)
  await markWritten(connection, accepted)
  return [...outcomes, ...refused, ...accepted]
}

/** The lock keeps garbage collection from taking a run away underneath; others may write to it at the same time. */
async function readRuns(connection: Connection, calls: readonly IngestCall[]): Promise<Map<string, IngestRun>> {
  const uuids = [...new Set(calls.map((call) => call.batch.runUuid))].filter((uuid) => !uuid.includes('\0'))
  if (uuids.length === 0) return new Map()
  const rows = await connection.all<IngestRun & Record<string, string | number | bigint>>(
    sql`select id, uuid, experiment_id, start_time, lifecycle from runs where uuid = ${anyOf(uuids, 'text')} order by id for key share`,
  )
  return new Map(rows.map((row) => [row.uuid, row]))
}

function namesOf(calls: readonly IngestCall[]): Set<string> {
  const names = new Set<string>()
  for (const { batch } of calls) {
    for (const key of batch.points.keys) names.add(key)
    for (const { key } of batch.params) names.add(key)
    for (const key of batch.tags.keys()) names.add(key)
  }
  return names
}
