import type { DatabaseSync } from 'node:sqlite'
import { encodeJournalRows, type JournalRows, type PointColumns } from '../../../series/index.ts'
import type { PendingSummaries } from '../../../summaries/index.ts'
import type { UnsealedRuns } from '../../../sealing/index.ts'
import { IntakeTable } from './intake-table.ts'
import { type IntakePart, pointsIntake } from './points-intake.ts'
import type { KnownRun } from './known-runs.ts'
import { joinRows, PendingPoints, type PointsRun } from './pending-points.ts'

/** As many points of a run in one flush are worth a journal row of their own at once. */
const ROW_POINTS = 256

interface Arrived {
  run: KnownRun
  readonly parts: JournalRows[]
}

/**
 * Writes the points of a flush: many points of a run as a journal row, few of many runs together as one row of table
 * `intake`. Both kinds of rows take their ids from one sequence that only grows, so that "everything up to this row" means something.
 */
export class JournalWriter {
  readonly intake: IntakeTable<IntakePart>
  readonly points = new PendingPoints()
  readonly #arrived = new Map<number, Arrived>()
  readonly #insert
  readonly #summaries: PendingSummaries
  readonly #unsealed: UnsealedRuns
  #newest: number

  constructor(database: DatabaseSync, parts: { readonly summaries: PendingSummaries; readonly unsealed: UnsealedRuns }) {
    this.intake = new IntakeTable(database, pointsIntake)
    this.#insert = database.prepare('insert into journal (id, run_id, point_count, data) values (?, ?, ?, ?)')
    this.#summaries = parts.summaries
    this.#unsealed = parts.unsealed
    this.#newest = newestRow(database)
  }

  /** Every row up to this one is in the journal, and its summaries in table `metrics`. */
  get settledThrough(): number {
    return Math.min(this.#summaries.summarisedThrough(this.#newest), this.points.settledThrough(this.#newest))
  }

  add(run: KnownRun, keyIds: Float64Array, { steps, timestamps, values }: PointColumns): void {
    const rows = { keyIds, steps, timestamps, values }
    const arrived = this.#arrived.get(run.id)
    if (arrived === undefined) this.#arrived.set(run.id, { run, parts: [rows] })
    else arrived.parts.push(rows)
  }

  /** To be told that a run belongs to another experiment: what the flush has brought of it goes there. */
  noteMove(run: KnownRun): void {
    const arrived = this.#arrived.get(run.id)
    if (arrived !== undefined) arrived.run = run
  }

  /** Writes the points of the flush. */
  write(): void {
    const few: (IntakePart & { readonly run: KnownRun })[] = []
    for (const { run, parts } of this.#arrived.values()) {
      const rows = joinRows(parts)
      if (rows.keyIds.length < ROW_POINTS) few.push({ run, runId: run.id, rows })
      else this.#summaries.add(run, this.#writeRow(run.id, rows), rows.keyIds, rows)
    }
    this.#arrived.clear()
    if (few.length === 0) return
    const id = ++this.#newest
    this.intake.write(id, few)
    for (const { run, rows } of few) this.remember(run, id, rows)
  }

  /** Keeps what an intake row holds of a run until it is settled. */
  remember(run: PointsRun, intakeId: number, rows: JournalRows): void {
    this.points.add(run, intakeId, rows)
    this.#summaries.add(run, intakeId, rows.keyIds, rows)
  }

  /** Writes the points of a run that stand in the intake alone as a journal row. */
  settle(runId: number): void {
    const taken = this.points.take(runId)
    if (taken !== undefined) this.#writeRow(runId, taken.rows)
  }

  #writeRow(runId: number, rows: JournalRows): number {
    const id = ++this.#newest
    const count = rows.keyIds.length
    this.#insert.run(id, runId, count, encodeJournalRows(rows))
    this.#unsealed.note(runId, count, this.#summaries.countOf(runId))
    return id
  }

  /** Forgets what a failed transaction brought. Its ids stay unused. */
  clear(): void {
    this.#arrived.clear()
    this.points.clear()
  }
}

function newestRow(database: DatabaseSync): number {
  const row = database
    .prepare(
      `select max(coalesce((select max(id) from journal), 0), coalesce((select max(id) from intake), 0),
        coalesce((select value from meta where name = 'summarised_through'), 0)) as newest`,
    )
    .get()
  return (row?.['newest'] as number | undefined) ?? 0
}
