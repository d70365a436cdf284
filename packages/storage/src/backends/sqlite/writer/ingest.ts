import type { DatabaseSync } from 'node:sqlite'
import { type IngestBatch, type ParamConflict, paramsChanged } from '../../../ingest/index.ts'
import { RUN_NAME_TAG } from '../../../operations/run-tags.ts'
import type { ChangeLog } from './change-log.ts'
import type { InternedKeys } from './interned-keys.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { KnownRun, KnownRuns } from './known-runs.ts'

/** A batch that was found good: applying it can fail only as the disk can. */
export interface PreparedBatch {
  readonly run: KnownRun
  readonly batch: IngestBatch
  readonly newParams: IngestBatch['params']
}

/** Applies what running programs log, in the open transaction. */
export class Ingest {
  readonly #parts
  readonly #selectParam
  readonly #insertParam
  readonly #upsertTag
  readonly #rename

  constructor(
    database: DatabaseSync,
    parts: { readonly runs: KnownRuns; readonly keys: InternedKeys; readonly journal: JournalWriter; readonly changes: ChangeLog },
  ) {
    this.#parts = parts
    const columns = 'run_id, key_id, value, experiment_id, start_time'
    this.#selectParam = database.prepare('select value from params where run_id = ? and key_id = ?')
    this.#insertParam = database.prepare(`insert into params (${columns}) values (?, ?, ?, ?, ?)`)
    this.#upsertTag = database.prepare(
      `insert into tags (${columns}) values (?, ?, ?, ?, ?) on conflict (run_id, key_id) do update set value = excluded.value`,
    )
    this.#rename = database.prepare('update runs set name = ? where id = ?')
  }

  /** Looks everything up before the first write, so that a refused batch leaves nothing. Throws in MLflow's words. */
  prepare(batch: IngestBatch): PreparedBatch {
    const run = this.#parts.runs.findActive(batch.runUuid)
    const conflicts: ParamConflict[] = []
    const newParams = batch.params.filter(({ key, value }) => {
      const logged = this.#loggedParam(run, key)
      if (logged !== undefined && logged !== value) conflicts.push({ key, logged, attempted: value })
      return logged === undefined
    })
    if (conflicts.length > 0) throw paramsChanged(batch, conflicts)
    return { run, batch, newParams }
  }

  #loggedParam(run: KnownRun, key: string): string | undefined {
    const keyId = this.#parts.keys.find(key)
    return keyId === undefined ? undefined : (this.#selectParam.get(run.id, keyId)?.['value'] as string | undefined)
  }

  apply({ run, batch, newParams }: PreparedBatch, now: number): void {
    const { keys, journal, changes } = this.#parts
    for (const { key, value } of newParams) this.#insertParam.run(run.id, keys.intern(key), value, run.experimentId, run.startTime)
    for (const [key, value] of batch.tags) {
      this.#upsertTag.run(run.id, keys.intern(key), value, run.experimentId, run.startTime)
      if (key === RUN_NAME_TAG) this.#rename.run(value, run.id)
    }
    if (newParams.length > 0 || batch.tags.size > 0) changes.addCoalesced('run-updated', now, run)
    if (batch.points.places.length === 0) return
    journal.add(run, keys.internAll(batch.points), batch.points)
    changes.addCoalesced('points', now, run)
  }
}
