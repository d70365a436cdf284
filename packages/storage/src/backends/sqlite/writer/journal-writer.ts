import type { DatabaseSync } from 'node:sqlite'
import { encodeJournalRows, type JournalRows, PointBuffer, type PointColumns } from '../../../series/index.ts'
import type { PendingSummaries } from '../../../summaries/index.ts'
import type { KnownRun } from './known-runs.ts'

interface Arrived {
  readonly run: KnownRun
  readonly parts: { readonly keyIds: Float64Array; readonly points: PointColumns }[]
}

/** Collects the points of one flush and writes one journal row per run. */
export class JournalWriter {
  readonly #arrived = new Map<number, Arrived>()
  readonly #insert
  readonly #summaries: PendingSummaries
  #newest: number

  constructor(database: DatabaseSync, summaries: PendingSummaries, newest: number) {
    this.#insert = database.prepare('insert into journal (id, run_id, point_count, data) values (?, ?, ?, ?)')
    this.#summaries = summaries
    this.#newest = newest
  }

  /** The last id given to a row. Ids only grow, so that `summarised_through` means something. */
  get newest(): number {
    return this.#newest
  }

  add(run: KnownRun, keyIds: Float64Array, points: PointColumns): void {
    const arrived = this.#arrived.get(run.id)
    if (arrived === undefined) this.#arrived.set(run.id, { run, parts: [{ keyIds, points }] })
    else arrived.parts.push({ keyIds, points })
  }

  /** Writes the rows of the flush; tells what it wrote. */
  write(onRow: (run: KnownRun, points: number) => void): void {
    for (const { run, parts } of this.#arrived.values()) {
      const rows = joinParts(parts)
      const id = ++this.#newest
      this.#insert.run(id, run.id, rows.keyIds.length, encodeJournalRows(rows))
      this.#summaries.add(run, id, rows.keyIds, rows)
      onRow(run, rows.keyIds.length)
    }
    this.#arrived.clear()
  }

  /** Forgets the points of a flush that failed. Their ids stay unused. */
  clear(): void {
    this.#arrived.clear()
  }
}

function joinParts(parts: Arrived['parts']): JournalRows {
  const [first] = parts
  if (first !== undefined && parts.length === 1) return { keyIds: first.keyIds, ...first.points }
  const count = parts.reduce((sum, { keyIds }) => sum + keyIds.length, 0)
  const keyIds = new Float64Array(count)
  const points = new PointBuffer(count)
  for (const part of parts) {
    keyIds.set(part.keyIds, points.length)
    points.copy(part.points, 0, part.keyIds.length)
  }
  return { keyIds, ...points.finish() }
}
