import { encodeJournalBatch } from '../codec/journal-batch.ts'
import type { JournalEntry } from '../codec/journal-batch.ts'
import { drive } from '../driving.ts'
import type { Fetching } from '../driving.ts'
import { TAIL_LEVEL } from '../levels.ts'
import type { SeriesParts } from '../read/series-parts.ts'
import type { NewBlock } from '../seal/new-block.ts'
import { sealRun } from '../seal/seal-run.ts'
import type { SealInput, SealOptions, SealPlan, SealRequest, StoredBlock } from '../seal/seal-run.ts'

/** One run's journal and blocks in memory: what a database does for the series engine, and the smallest example of it. */
export class MemoryRun {
  readonly journal = new Map<number, Uint8Array>()
  readonly blocks = new Map<number, NewBlock>()
  /** Points written to blocks, rewriting included. */
  pointsWritten = 0
  /** Blocks handed out since the start. */
  blocksRead = 0
  #nextId = 1

  /** One flush. */
  log(entries: readonly JournalEntry[]): void {
    this.logBatch(encodeJournalBatch(entries))
  }

  /** One flush that is encoded already. */
  logBatch(data: Uint8Array): void {
    this.journal.set(this.#nextId++, data)
  }

  /** One slice of sealing; false when there was nothing left to do. */
  sealSlice(options: SealOptions = {}): boolean {
    const plan = drive(sealRun(this.sealInput(), options), (request) => this.answerSeal(request))
    this.apply(plan)
    return plan.more
  }

  /** Seals until there is nothing left to do. */
  seal(options: SealOptions = {}): void {
    while (this.sealSlice(options));
  }

  sealInput(): SealInput {
    return {
      journal: [...this.journal].map(([id, data]) => ({ id, data })),
      packed: [...this.blocks].filter(([, block]) => block.level < TAIL_LEVEL).map(([id, block]) => ({ id, ...block })),
    }
  }

  answerSeal({ blocks, tailsOf }: SealRequest): StoredBlock[] {
    const keys = new Set(tailsOf)
    const tails = [...this.blocks].filter(([, block]) => block.level === TAIL_LEVEL && keys.has(block.firstKey))
    return [...blocks.map((id) => ({ id, data: this.#block(id).data })), ...tails.map(([id, block]) => ({ id, data: block.data }))]
  }

  /** Carries out a plan as the transaction of a database would: deleting a row that is gone is an error. */
  apply(plan: SealPlan): void {
    for (const id of plan.journal) if (!this.journal.delete(id)) throw new Error(`journal row ${id} is gone`)
    for (const id of plan.remove) if (!this.blocks.delete(id)) throw new Error(`block ${id} is gone`)
    for (const block of plan.insert) {
      this.blocks.set(this.#nextId++, block)
      this.pointsWritten += block.pointCount
    }
  }

  /** What a database hands to a reader of one key. */
  parts(keyId: number): SeriesParts {
    const covering = [...this.blocks].filter(([, block]) => block.firstKey <= keyId && keyId <= block.lastKey)
    return {
      keyId,
      blocks: covering.filter(([, block]) => block.level >= TAIL_LEVEL).map(([id, { summary }]) => ({ id, summary })),
      packed: covering.filter(([, block]) => block.level < TAIL_LEVEL).map(([id]) => id),
      journal: [...this.journal].map(([id, data]) => ({ id, data })),
    }
  }

  read<Result>(fetching: Fetching<Result>): Result {
    return drive(fetching, (ids) => new Map(ids.map((id) => [id, this.#block(id).data])))
  }

  #block(id: number): NewBlock {
    const block = this.blocks.get(id)
    if (block === undefined) throw new Error(`block ${id} is gone`)
    this.blocksRead += 1
    return block
  }
}
