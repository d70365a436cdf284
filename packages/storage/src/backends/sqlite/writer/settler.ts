import type { DatabaseSync } from 'node:sqlite'
import type { Connection } from '../../../database.ts'
import { type PendingSummaries, writeSummaries, writeSummarisedThrough } from '../../../summaries/index.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { ParamWriter } from './param-writer.ts'
import type { Scope } from '../threads/messages.ts'
import { type Behind, WriteBehind } from './write-behind.ts'

/** Summaries, and points, that may wait in memory. */
const MOST_SUMMARIES = 50_000
const MOST_POINTS = 200_000
/** Params that may wait in memory, and UTF-16 units of their values. */
const MOST_PARAMS = 2_000_000
const MOST_CHARACTERS = 32 * 1024 * 1024

interface Parts {
  readonly summaries: PendingSummaries
  readonly journal: JournalWriter
  readonly params: ParamWriter
}

/** What a reader waits for: how much of which runs. */
export interface Wanted {
  readonly summaries: Map<number, number>
  readonly params: Map<number, number>
}

/**
 * Brings what waits in memory to where it is read: points of the intake into the journal, summaries into table `metrics`, params
 * into table `params`. For readers that are about to look, after a while, and when there is too much of it.
 */
export class Settler {
  readonly #parts: Parts
  readonly #summaries: WriteBehind
  readonly #params: WriteBehind
  readonly #selectRun

  constructor(database: DatabaseSync, connection: Connection, parts: Parts) {
    this.#parts = parts
    this.#summaries = new WriteBehind(summariesBehind(connection, parts))
    this.#params = new WriteBehind(paramsBehind(parts.params))
    this.#selectRun = database.prepare('select id from runs where uuid = ?')
  }

  /** To be told when what is pending was found anew. */
  reset(): void {
    this.#summaries.reset()
    this.#params.reset()
  }

  /** To be told after each flush. */
  noteFlush(): void {
    this.#summaries.noteFlush()
    this.#params.noteFlush()
  }

  /** Whether anything waits that lists and searches show. */
  get isBehind(): boolean {
    return this.#parts.summaries.size > 0 || this.#parts.params.pending.size > 0
  }

  /** When the next slice is due, by the monotonic clock. */
  dueAt(): number {
    return Math.min(this.#summaries.dueAt(), this.#params.dueAt())
  }

  /** What waits in a scope. */
  pendingIn(scope: Scope): Wanted {
    const { summaries, params } = this.#parts
    const runsOf = (pending: Pick<PendingSummaries, 'runsOf'>): readonly number[] =>
      this.#runsIn(scope) ?? pending.runsOf(experimentsOf(scope))
    return { summaries: this.#summaries.countIn(runsOf(summaries)), params: this.#params.countIn(runsOf(params.pending)) }
  }

  #runsIn({ runUuids }: Scope): number[] | undefined {
    return runUuids?.flatMap((uuid) => (this.#selectRun.get(uuid)?.['id'] as number | undefined) ?? [])
  }

  /** Writes up to one slice of what `wanted` names, in the open transaction, and takes that off. */
  async writeWanted({ summaries, params }: Wanted): Promise<void> {
    await this.#params.writeWanted(params)
    await this.#summaries.writeWanted(summaries)
  }

  /** Writes a slice of what is due at this monotonic time, in the open transaction. */
  async writeDue(clock: number): Promise<void> {
    for (const behind of [this.#params, this.#summaries]) if (behind.dueAt() <= clock) await behind.writeNext()
  }

  /** Writes everything of one run, in the open transaction: its journal rows are about to go, or it is about to be shown. */
  async writeRun(runId: number): Promise<void> {
    await this.#params.writeRun(runId)
    await this.#summaries.writeRun(runId)
  }
}

function experimentsOf({ experimentIds }: Scope): ReadonlySet<number> | undefined {
  return experimentIds === undefined ? undefined : new Set(experimentIds)
}

function summariesBehind(connection: Connection, { summaries, journal }: Parts): Behind {
  return {
    pending: summaries,
    slice: 1_000,
    idle: 1_000,
    quiet: 1_000,
    isTooMuch: () => summaries.size > MOST_SUMMARIES || journal.points.size > MOST_POINTS,
    write: async (runId, limit) => {
      journal.settle(runId)
      const slice = summaries.take(runId, limit)
      if (slice === undefined) return 0
      await writeSummaries(connection, slice)
      return slice.summaries.length
    },
    finish: async () => {
      const settled = journal.settledThrough
      await writeSummarisedThrough(connection, settled)
      journal.intake.deleteThrough(settled)
    },
  }
}

/** Each slice dirties a page of the index per name, however few of it, so slices are large, and there is time to gather them. */
function paramsBehind(params: ParamWriter): Behind {
  return {
    pending: params.pending,
    slice: 16_000,
    idle: 5_000,
    quiet: 500,
    isTooMuch: () => params.pending.size > MOST_PARAMS || params.pending.characters > MOST_CHARACTERS,
    write: (runId) => params.settle(runId),
    finish: () => params.deleteSettled(),
  }
}
