import type { DatabaseSync } from 'node:sqlite'
import { type IngestBatch, type ParamConflict, paramsChanged } from '../../../ingest/index.ts'
import { RUN_NAME_TAG } from '../../../operations/run-tags.ts'
import type { ChangeLog } from './change-log.ts'
import type { InternedKeys } from './interned-keys.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { KnownRun, KnownRuns } from './known-runs.ts'
import type { ParamWriter } from './param-writer.ts'

/** A batch that was found good: applying it can fail only as the disk can. */
export interface PreparedBatch {
  readonly run: KnownRun
  readonly batch: IngestBatch
  readonly newParams: IngestBatch['params']
}

/** Applies what running programs log, in the open transaction. */
export class Ingest {
  readonly #parts
  readonly #upsertTag
  readonly #rename

  constructor(
    database: DatabaseSync,
    parts: {
      readonly runs: KnownRuns
      readonly keys: InternedKeys
      readonly journal: JournalWriter
      readonly params: ParamWriter
      readonly changes: ChangeLog
    },
  ) {
    this.#parts = parts
    this.#upsertTag = database.prepare(
      `insert into tags (run_id, key_id, value, experiment_id, start_time) values (?, ?, ?, ?, ?)
        on conflict (run_id, key_id) do update set value = excluded.value`,
    )
    this.#rename = database.prepare('update runs set name = ? where id = ?')
  }

  /** Looks everything up before the first write, so that a refused batch leaves nothing. Throws in MLflow's words. */
  prepare(batch: IngestBatch): PreparedBatch {
    const run = this.#parts.runs.findActive(batch.runUuid)
    return { run, batch, newParams: batch.params.length === 0 ? batch.params : this.#findNewParams(run, batch) }
  }

  #findNewParams(run: KnownRun, batch: IngestBatch): IngestBatch['params'] {
    const { keys, params } = this.#parts
    const logged = params.valuesOf(
      run.id,
      batch.params.map(({ key }) => keys.find(key)),
    )
    const conflicts = batch.params.flatMap(({ key, value }, index): ParamConflict[] => {
      const before = logged[index]
      return before === undefined || before === value ? [] : [{ key, logged: before, attempted: value }]
    })
    if (conflicts.length > 0) throw paramsChanged(batch, conflicts)
    return batch.params.filter((_, index) => logged[index] === undefined)
  }

  apply({ run, batch, newParams }: PreparedBatch, now: number): void {
    const { keys, journal, params, changes } = this.#parts
    if (newParams.length > 0) {
      params.add(
        run,
        newParams.map(({ key }) => keys.intern(key)),
        newParams.map(({ value }) => value),
      )
    }
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
