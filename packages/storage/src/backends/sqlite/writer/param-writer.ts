import type { DatabaseSync } from 'node:sqlite'
import { mergeParams, type ParamColumns, findParam, toParamColumns } from './param-columns.ts'
import type { PendingRun } from '../../../summaries/index.ts'
import { IntakeTable } from './intake-table.ts'
import { paramsIntake, type ParamsPart } from './params-intake.ts'
import { PendingParams } from './pending-params.ts'

/** As many params of one run that wait are written at once, so that writing those of a run never takes long. */
const MOST_OF_RUN = 10_000
const REMEMBERED = 20_000

interface Arrived {
  readonly runId: number
  params: ParamColumns
}

/**
 * Takes in the params of a flush as one row of table `params_intake`, and writes them to table `params`, whose index finds runs by
 * them, later. Knows of a run's params both those that stand there and those that wait.
 */
export class ParamWriter {
  readonly pending = new PendingParams()
  readonly intake: IntakeTable<ParamsPart>
  readonly #arrived = new Map<number, Arrived>()
  /** Runs of which table `params` has nothing. */
  readonly #bare = new Set<number>()
  readonly #selectAny
  readonly #selectValues
  readonly #insert
  #newest: number

  constructor(database: DatabaseSync) {
    this.intake = new IntakeTable(database, paramsIntake)
    this.#selectAny = database.prepare('select 1 from params where run_id = ? limit 1')
    this.#selectValues = database.prepare(
      'select p.key_id, p.value from json_each(?) k cross join params p where p.run_id = ? and p.key_id = k.value',
    )
    this.#insert = database.prepare(
      'insert into params (run_id, key_id, value, experiment_id, start_time) values (?, ?, ?, ?, ?) on conflict (run_id, key_id) do nothing',
    )
    this.#newest = this.intake.newest()
  }

  /** The value that a run has of each of these names; undefined for names without an id and params it does not have. */
  valuesOf(runId: number, keyIds: readonly (number | undefined)[]): (string | undefined)[] {
    const parts = this.pending.partsOf(runId) ?? []
    const values = keyIds.map((keyId) => (keyId === undefined ? undefined : findInParts(parts, keyId)))
    const others = keyIds.filter((keyId, index) => keyId !== undefined && values[index] === undefined)
    if (others.length === 0 || this.#isBare(runId)) return values
    const stored = new Map(
      this.#selectValues.all(JSON.stringify(others), runId).map((row) => [row['key_id'] as number, row['value'] as string]),
    )
    return keyIds.map((keyId, index) => values[index] ?? stored.get(keyId ?? -1))
  }

  #isBare(runId: number): boolean {
    if (this.#bare.has(runId)) return true
    if (this.#selectAny.get(runId) !== undefined) return false
    if (this.#bare.size >= REMEMBERED) this.#bare.clear()
    this.#bare.add(runId)
    return true
  }

  /** Takes in params that the run does not have. They count from now on, and stand in the transaction after {@link write}. */
  add(run: PendingRun, keyIds: readonly number[], values: readonly string[]): void {
    const params = toParamColumns(keyIds, values)
    const arrived = this.#arrived.get(run.id)
    if (arrived === undefined) this.#arrived.set(run.id, { runId: run.id, params })
    else arrived.params = mergeParams(arrived.params, params)
    this.remember(run, this.#newest + 1, params)
  }

  /** Writes the params of the flush. */
  write(): void {
    if (this.#arrived.size === 0) return
    this.intake.write(++this.#newest, [...this.#arrived.values()])
    for (const runId of this.#arrived.keys()) if (this.pending.countOf(runId) > MOST_OF_RUN) this.settle(runId)
    this.#arrived.clear()
  }

  /** Keeps what an intake row holds of a run until it is settled. */
  remember(run: PendingRun, intakeId: number, params: ParamColumns): void {
    this.pending.add(run, intakeId, params)
  }

  /** Writes the params of a run that stand in the intake alone to table `params`; answers how many. */
  settle(runId: number): number {
    const taken = this.pending.take(runId)
    if (taken === undefined) return 0
    const { run, params } = taken
    const { keyIds, values } = params
    for (let index = 0; index < values.length; index++) {
      this.#insert.run(run.id, keyIds[index] as number, values[index] as string, run.experimentId, run.startTime)
    }
    this.#bare.delete(runId)
    return values.length
  }

  /** Forgets runs that were deleted for good. */
  forgetRuns(isGone: (runId: number) => boolean): void {
    for (const runId of this.pending.runsOf(undefined)) if (isGone(runId)) this.pending.drop(runId)
    this.#bare.clear()
  }

  /** Deletes what was settled from the intake, in the transaction that settled it. */
  deleteSettled(): void {
    this.intake.deleteThrough(this.pending.settledThrough(this.#newest))
  }

  /** Forgets what a failed transaction brought, and whatever may have changed. Its ids stay unused. */
  clear(): void {
    this.#arrived.clear()
    this.pending.clear()
    this.#bare.clear()
  }
}

function findInParts(parts: readonly ParamColumns[], keyId: number): string | undefined {
  for (const part of parts) {
    const value = findParam(part, keyId)
    if (value !== undefined) return value
  }
  return undefined
}
