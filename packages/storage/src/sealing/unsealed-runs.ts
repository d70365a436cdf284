import { runStatus } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'
import { SEAL_POINTS, SEAL_ROWS } from './limits.ts'

/** A run of many keys waits longer, so that each of its summaries is written once per this many points; but not for ever. */
const POINTS_PER_KEY = 8
const MOST_POINTS = 131_072
/** A run whose program went away without a word counts as ended after this long. */
const QUIET_MILLISECONDS = 10 * 60_000
const ended: readonly number[] = [runStatus.values.FINISHED, runStatus.values.FAILED, runStatus.values.KILLED]

interface Unsealed {
  points: number
  rows: number
  finished: boolean
  /** Monotonic time of the last points. */
  touched: number
}

/** A run to seal. */
export interface RunToSeal {
  readonly runId: number
  readonly finished: boolean
}

/** How much of which run waits in the journal, and whose turn it is. */
export class UnsealedRuns {
  readonly #runs = new Map<number, Unsealed>()
  /** Runs that are due, in the order in which they became so; taken up again at the end when there is more to do. */
  readonly #due = new Set<number>()
  #points = 0

  /** How many points wait. */
  get points(): number {
    return this.#points
  }

  /** Notes a new journal row; `keys` is how many summaries of the run wait. */
  note(runId: number, points: number, keys: number): void {
    const run = this.#runOf(runId)
    run.points += points
    this.#points += points
    run.rows += 1
    run.touched = performance.now()
    const enough = Math.min(MOST_POINTS, Math.max(SEAL_POINTS, keys * POINTS_PER_KEY))
    if (run.points >= enough || run.rows >= SEAL_ROWS || run.finished) this.#due.add(runId)
  }

  /** Notes that a run ended: it is sealed to the last point, in as few blocks as possible. */
  noteEnd(runId: number): void {
    this.#runOf(runId).finished = true
    this.#due.add(runId)
  }

  #runOf(runId: number): Unsealed {
    const known = this.#runs.get(runId)
    if (known !== undefined) return known
    const run = { points: 0, rows: 0, finished: false, touched: performance.now() }
    this.#runs.set(runId, run)
    return run
  }

  /** The run whose turn it is. */
  next(): RunToSeal | undefined {
    const runId = this.#due.values().next().value
    return runId === undefined ? undefined : { runId, finished: this.#runs.get(runId)?.finished ?? true }
  }

  /** Notes what a slice of a run did. */
  noteSlice(runId: number, slice: { readonly rows: number; readonly points: number; readonly more: boolean }): void {
    this.#due.delete(runId)
    const run = this.#runOf(runId)
    run.points -= slice.points
    this.#points -= slice.points
    run.rows -= slice.rows
    if (slice.more) this.#due.add(runId)
    else if (run.rows <= 0) this.#forget(runId)
  }

  /** Gives a run up until it has more points: it can not be sealed, or is gone. */
  drop(runId: number): void {
    this.#due.delete(runId)
    this.#forget(runId)
  }

  #forget(runId: number): void {
    this.#points -= this.#runs.get(runId)?.points ?? 0
    this.#runs.delete(runId)
  }

  /** Every run of which something waits. */
  runs(): number[] {
    return [...this.#runs.keys()]
  }

  /** Makes the runs due that have been quiet for long; to be called now and then. */
  findQuiet(): void {
    const before = performance.now() - QUIET_MILLISECONDS
    for (const [runId, run] of this.#runs) if (run.touched < before) this.noteEnd(runId)
  }

  clear(): void {
    this.#runs.clear()
    this.#due.clear()
    this.#points = 0
  }

  /** Finds what waits in the journal. */
  async restore(connection: Connection): Promise<void> {
    this.clear()
    const rows = await connection.all<{ run_id: number; journal_rows: number; points: number; status: number }>(
      sql`select j.run_id, count(*) as journal_rows, sum(j.point_count) as points, min(r.status) as status
        from journal j join runs r on r.id = j.run_id group by j.run_id`,
    )
    for (const row of rows) {
      this.#points += Number(row.points)
      this.#runs.set(row.run_id, { points: Number(row.points), rows: row.journal_rows, finished: false, touched: performance.now() })
      if (ended.includes(row.status)) this.noteEnd(row.run_id)
      else if (Number(row.points) >= SEAL_POINTS || row.journal_rows >= SEAL_ROWS) this.#due.add(row.run_id)
    }
  }
}
