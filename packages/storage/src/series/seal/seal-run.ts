import { BlockReader } from '../codec/block-reader.ts'
import { decodeJournalBatch } from '../codec/journal-batch.ts'
import type { JournalRows } from '../codec/journal-batch.ts'
import { corruption } from '../corruption.ts'
import type { Asking } from '../driving.ts'
import { tabulateJournal } from '../journal-table.ts'
import { MAX_PACKED_LEVEL, PROMOTED_POINTS, TAIL_LEVEL } from '../levels.ts'
import { PointBuffer } from '../point-buffer.ts'
import type { PointColumns } from '../point.ts'
import { mergeTables, pointCount, sectionEnd, sectionStart, SectionTableBuilder } from '../section-table.ts'
import type { SectionTable } from '../section-table.ts'
import { chooseMerge } from './choose-merge.ts'
import type { PackedBlock } from './choose-merge.ts'
import { extendSeries } from './extend-series.ts'
import { packSections } from './new-block.ts'
import type { NewBlock } from './new-block.ts'

/** What is stored of a run that sealing may touch, from one snapshot. */
export interface SealInput {
  /** Journal rows, oldest first; there may be more of them than one slice takes. */
  readonly journal: readonly { readonly id: number; readonly data: Uint8Array }[]
  /** The rows of all packed blocks of the run (level below `TAIL_LEVEL`). */
  readonly packed: readonly PackedBlock[]
}

export interface SealOptions {
  /** How many journal points one slice takes at most, beyond its first row. By default 16,384: a few milliseconds. */
  readonly maxPoints?: number
  /** The run will hardly get more points: leave as few blocks as possible. */
  readonly finished?: boolean
}

/** Blocks to hand over: either by id, or the tails (level `TAIL_LEVEL`) of those of the keys that have one. */
export interface SealRequest {
  readonly blocks: readonly number[]
  readonly tailsOf: readonly number[]
}

export interface StoredBlock {
  readonly id: number
  readonly data: Uint8Array
}

/** One slice of sealing: to be carried out in one transaction, which fails whole if a row to delete is gone. */
export interface SealPlan {
  /** Ids of journal rows to delete. */
  readonly journal: readonly number[]
  /** Ids of blocks to delete. */
  readonly remove: readonly number[]
  readonly insert: readonly NewBlock[]
  /** Whether another slice has work to do, given the rows that were passed in. */
  readonly more: boolean
}

const DEFAULT_MAX_POINTS = 16_384

/**
 * Plans one slice of sealing a run: journal rows become blocks, or, when there are none, packed blocks are merged.
 * Nothing is lost or doubled by doing it in any order, stopping between slices, or crashing: a slice deletes exactly
 * what its new blocks contain.
 */
export function* sealRun(input: SealInput, options: SealOptions = {}): Asking<SealRequest, readonly StoredBlock[], SealPlan> {
  const finished = options.finished === true
  return input.journal.length > 0
    ? yield* sealJournal(input, { finished, maxPoints: options.maxPoints ?? DEFAULT_MAX_POINTS })
    : yield* mergePacked(input.packed, finished)
}

function* sealJournal(input: SealInput, options: Required<SealOptions>): Asking<SealRequest, readonly StoredBlock[], SealPlan> {
  const batches: JournalRows[] = []
  let points = 0
  for (const { id, data } of input.journal) {
    const batch = decodeJournalBatch(data, id)
    if (batches.length > 0 && points + batch.keyIds.length > options.maxPoints) break
    points += batch.keyIds.length
    batches.push(batch)
  }
  const { insert, remove } = yield* writeSections(tabulateJournal(batches), { level: 0, finished: false })
  const journal = input.journal.slice(0, batches.length).map(({ id }) => id)
  const packed = [...input.packed, ...toPackedRows(insert)]
  const more = journal.length < input.journal.length || chooseMerge(packed, options.finished).length > 0
  return { journal, remove, insert, more }
}

function* mergePacked(packed: readonly PackedBlock[], finished: boolean): Asking<SealRequest, readonly StoredBlock[], SealPlan> {
  const chosen = chooseMerge(packed, finished)
  if (chosen.length === 0) return { journal: [], remove: [], insert: [], more: false }
  // Older blocks first: their points usually come first, and then nothing has to be sorted.
  const ids = chosen.map(({ id }) => id).toSorted((a, b) => a - b)
  const stored = new Map((yield { blocks: ids, tailsOf: [] }).map(({ id, data }) => [id, data]))
  const tables = ids.map((id) => {
    const data = stored.get(id)
    if (data === undefined) throw corruption(`metric block ${id}`, 'it is missing')
    return new BlockReader(data, id).readAll()
  })
  const level = Math.min(MAX_PACKED_LEVEL, Math.max(...chosen.map((block) => block.level)) + 1)
  const { insert, remove } = yield* writeSections(mergeTables(tables), { level, finished })
  const left = packed.filter((block) => !ids.includes(block.id))
  const more = chooseMerge([...left, ...toPackedRows(insert)], finished).length > 0
  return { journal: [], remove: [...ids, ...remove], insert, more }
}

/** Long sections become, or extend, blocks of their own; the others are packed. */
function* writeSections(
  table: SectionTable,
  { level, finished }: { readonly level: number; readonly finished: boolean },
): Asking<SealRequest, readonly StoredBlock[], Pick<SealPlan, 'insert' | 'remove'>> {
  const isLong = (index: number): boolean => sectionEnd(table, index) - sectionStart(table, index) >= PROMOTED_POINTS
  const tailsOf = table.keys.filter((_, index) => finished || isLong(index))
  if (tailsOf.length === 0) return { insert: packSections(table, level), remove: [] }
  const tails = readTails(yield { blocks: [], tailsOf })
  const short = new SectionTableBuilder(pointCount(table))
  const insert: NewBlock[] = []
  const remove: number[] = []
  for (const [index, keyId] of table.keys.entries()) {
    const section = { keyId, points: table.points, start: sectionStart(table, index), end: sectionEnd(table, index) }
    const tail = tails.get(keyId)
    let rest = section.end
    if (tail !== undefined || isLong(index)) {
      const extension = extendSeries(section, tail?.points)
      insert.push(...extension.insert)
      if (tail !== undefined && extension.replacesTail) remove.push(tail.id)
      rest = extension.rest
    }
    if (rest === section.start) continue
    short.points.copy(table.points, section.start, rest)
    short.close(keyId)
  }
  return { insert: [...insert, ...packSections(short, level)], remove }
}

interface Tail {
  readonly id: number
  readonly points: PointColumns
}

function readTails(stored: readonly StoredBlock[]): Map<number, Tail> {
  return new Map(
    stored.map(({ id, data }) => {
      const block = new BlockReader(data, id)
      if (block.level !== TAIL_LEVEL || block.keys.length !== 1) throw corruption(`metric block ${id}`, 'it is not the tail of one series')
      const points = new PointBuffer(block.points)
      block.readSection(0, points)
      return [block.keys[0] as number, { id, points: points.finish() }]
    }),
  )
}

function toPackedRows(inserted: readonly NewBlock[]): PackedBlock[] {
  // Ids that no row has: they only tell the new blocks from each other.
  return inserted.filter(({ level }) => level < TAIL_LEVEL).map((block, index) => ({ ...block, id: -1 - index }))
}
