import type { DatabaseSync } from 'node:sqlite'
import { type Int64, toInt64 } from '@reprise/protocol'
import { runNotActive, runNotFound } from '../../../ingest/index.ts'

/** What ingest needs to know of a run. */
export interface KnownRun {
  readonly id: number
  readonly uuid: string
  readonly experimentId: number
  readonly startTime: Int64
}

const REMEMBERED = 20_000

/** Active runs by uuid, as the open transaction sees them. Whatever may end or revive runs clears it. */
export class KnownRuns {
  readonly #runs = new Map<string, KnownRun>()
  readonly #select

  constructor(database: DatabaseSync) {
    this.#select = database.prepare('select id, experiment_id, start_time, lifecycle from runs where uuid = ?')
    this.#select.setReadBigInts(true)
  }

  /** The run, for a write that deleted runs refuse. Throws in MLflow's words. */
  findActive(uuid: string): KnownRun {
    const known = this.#runs.get(uuid)
    if (known !== undefined) return known
    const row = this.#select.get(uuid) as { id: bigint; experiment_id: bigint; start_time: bigint; lifecycle: bigint } | undefined
    if (row === undefined) throw runNotFound(uuid)
    if (row.lifecycle !== 0n) throw runNotActive(uuid)
    const run = { id: Number(row.id), uuid, experimentId: Number(row.experiment_id), startTime: toInt64(row.start_time) }
    if (this.#runs.size >= REMEMBERED) this.#runs.clear()
    this.#runs.set(uuid, run)
    return run
  }

  /** The id of a run that is there, deleted or not. */
  idOf(uuid: string): number {
    return this.#runs.get(uuid)?.id ?? Number(this.#select.get(uuid)?.['id'])
  }

  clear(): void {
    this.#runs.clear()
  }
}
