import { paramsChanged, runNotActive, runNotFound } from '../../../ingest/index.ts'
import { ACTIVE } from '../../../operations/lifecycle.ts'
import type { Transaction } from '../connect/transaction.ts'
import type { CheckedCall, IngestCall, IngestRun, Outcome } from './call.ts'
import { lockRuns } from './lock-runs.ts'
import { type LoggedParams, readLoggedParams, writeParams } from './params.ts'
import { type RunPoints, writePoints } from './points.ts'
import { writeRunTags } from './tags.ts'
import { openWriters, type Writers } from './writers.ts'

export interface Flushed {
  /** In the order of the calls. */
  readonly outcomes: readonly Outcome[]
  readonly points: readonly RunPoints[]
}

interface Known {
  readonly runs: ReadonlyMap<string, IngestRun>
  readonly writers: Writers
  readonly params: LoggedParams
}

/**
 * Writes a group of calls inside the caller's transaction, in two round trips: what has to be known is locked and read,
 * then everything is written with the commit. A call that is refused fails alone. Rows are locked in one order, runs
 * before writers before the rest: two servers never wait for each other in a circle. `ids` has every name of the group.
 */
export async function flush(transaction: Transaction, ids: ReadonlyMap<string, number>, calls: readonly IngestCall[]): Promise<Flushed> {
  const keys = calls.flatMap(({ key }) => (key === undefined ? [] : [key]))
  const [runs, writers, params] = await Promise.all([
    lockRuns(transaction, calls),
    openWriters(transaction, keys),
    readLoggedParams(transaction, ids, calls),
  ])
  const outcomes = calls.map((call) => decide(call, { runs, writers, params }))
  const accepted: CheckedCall[] = outcomes.filter((outcome) => outcome.kind === 'written')
  writeParams(transaction, ids, accepted)
  writeRunTags(transaction, ids, accepted)
  const points = writePoints(transaction, ids, accepted)
  writers.save()
  return { outcomes, points }
}

/** Decides on one call; earlier calls of the group count. */
function decide(call: IngestCall, { runs, writers, params }: Known): Outcome {
  const { batch, key } = call
  if (key !== undefined && writers.wasWritten(key)) return { kind: 'repeated' }
  const run = runs.get(batch.runUuid)
  if (run === undefined) return { kind: 'refused', error: runNotFound(batch.runUuid) }
  if (run.lifecycle !== ACTIVE) return { kind: 'refused', error: runNotActive(batch.runUuid) }
  const conflicts = params.conflictsOf(batch)
  if (conflicts.length > 0) return { kind: 'refused', error: paramsChanged(batch, conflicts) }
  params.add(batch)
  if (key !== undefined) writers.note(key)
  return { kind: 'written', call, run }
}
