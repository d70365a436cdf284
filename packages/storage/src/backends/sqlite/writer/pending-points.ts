import { type JournalRows, PointBuffer } from '../../../series/index.ts'
import type { KnownRun } from './known-runs.ts'

/** Whose points wait. */
export type PointsRun = Pick<KnownRun, 'id' | 'experimentId' | 'startTime'>

interface PendingRun {
  readonly run: PointsRun
  /** The first intake row that holds some of them. */
  readonly since: number
  readonly parts: JournalRows[]
}

/** The points that stand in table `intake` alone, per run, so that they become one journal row per run. */
export class PendingPoints {
  /** In the order of the first intake row. */
  readonly #runs = new Map<number, PendingRun>()
  #size = 0

  /** How many points wait. */
  get size(): number {
    return this.#size
  }

  add(run: PointsRun, intakeId: number, rows: JournalRows): void {
    const known = this.#runs.get(run.id)
    const own = copyViews(rows)
    if (known === undefined) this.#runs.set(run.id, { run, since: intakeId, parts: [own] })
    else known.parts.push(own)
    this.#size += rows.keyIds.length
  }

  /** Takes out the points of a run. */
  take(runId: number): { readonly run: PointsRun; readonly rows: JournalRows } | undefined {
    const pending = this.#runs.get(runId)
    if (pending === undefined) return undefined
    this.#runs.delete(runId)
    const rows = joinRows(pending.parts)
    this.#size -= rows.keyIds.length
    return { run: pending.run, rows }
  }

  has(runId: number): boolean {
    return this.#runs.has(runId)
  }

  /** Every intake row up to this one stands in the journal, given the newest row. */
  settledThrough(newest: number): number {
    const oldest = this.#runs.values().next().value
    return oldest === undefined ? newest : oldest.since - 1
  }

  clear(): void {
    this.#runs.clear()
    this.#size = 0
  }
}

/** The same points in memory of their own: views would keep a whole frame of calls alive, or lose it to the next one. */
function copyViews(rows: JournalRows): JournalRows {
  if (rows.values.buffer.byteLength === rows.values.byteLength) return rows
  return { keyIds: rows.keyIds.slice(), steps: rows.steps.slice(), timestamps: rows.timestamps.slice(), values: rows.values.slice() }
}

/** Columns one after the other. */
export function joinRows(parts: readonly JournalRows[]): JournalRows {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return first
  const count = parts.reduce((sum, { keyIds }) => sum + keyIds.length, 0)
  const keyIds = new Float64Array(count)
  const points = new PointBuffer(count)
  for (const part of parts) {
    keyIds.set(part.keyIds, points.length)
    points.copy(part, 0, part.keyIds.length)
  }
  return { keyIds, ...points.finish() }
}
