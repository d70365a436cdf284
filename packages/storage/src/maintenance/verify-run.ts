import { RepriseError } from '@reprise/protocol'
import type { Connection, Row } from '../database.ts'
import {
  BlockReader,
  decodeJournalBatch,
  encodeBlockSummary,
  int64At,
  type PointColumns,
  summarizeSection,
  TAIL_LEVEL,
} from '../series/index.ts'
import { sectionEnd, sectionStart } from '../series/section-table.ts'
import { raw, sql } from '../sql.ts'
import { addPoint, type Summary, summaryOf } from '../summaries/summary.ts'
import { compareSummaries, readSummaries } from './compare-summaries.ts'
import type { IsPending } from './pending-rows.ts'

/** Rows held in memory: a run may have more points than fit. */
const ROWS_AT_ONCE = 32

export interface VerifiedRun {
  readonly blocks: number
  readonly journalRows: number
  readonly problems: string[]
}

interface Run {
  readonly id: number
  readonly uuid: string
}

/**
 * Reads all points of a run, and holds its summaries against them. The points of pending journal rows may be missing in
 * the summaries that are stored.
 */
export async function verifyRun(connection: Connection, run: Run, isPending: IsPending): Promise<VerifiedRun> {
  const problems: string[] = []
  const summaries = new Map<number, Summary>()
  const stored = await readSummaries(connection, run.id)
  const note = (what: string, problem: string): void => void problems.push(`run ${run.uuid}, ${what}: ${problem}`)
  let [journalRows, blocks] = [0, 0]
  for await (const row of readRows<JournalRow>(connection, 'journal', run)) {
    journalRows += 1
    attempt(note, `journal row ${row.id}`, () => {
      const batch = decodeJournalBatch(row.data, row.id)
      batch.keyIds.forEach((keyId, index) => fold(summaries, keyId, batch, index))
      if (isPending(row.id)) batch.keyIds.forEach((keyId, index) => fold(stored, keyId, batch, index))
      if (batch.keyIds.length !== row.point_count)
        note(`journal row ${row.id}`, `it holds ${batch.keyIds.length} points, and says ${row.point_count}`)
    })
  }
  for await (const row of readRows<BlockRow>(connection, 'blocks', run)) {
    blocks += 1
    attempt(note, `block ${row.id}`, () => {
      if (!holdsWhatItSays(row, summaries)) note(`block ${row.id}`, 'its row does not say what it holds')
    })
  }
  // Damaged rows explain what the summaries say too much.
  if (problems.length === 0) {
    const wrong = compareSummaries(summaries, stored)
    for (const [keyId, problem] of wrong) note(`metric ${await readName(connection, keyId)}`, problem)
  }
  return { blocks, journalRows, problems }
}

type JournalRow = { readonly id: number; readonly point_count: number; readonly data: Uint8Array }
type BlockRow = JournalRow & { readonly first_key: number; readonly last_key: number; readonly level: number; readonly summary: Uint8Array }

async function* readRows<Result extends Row>(
  connection: Connection,
  table: 'journal' | 'blocks',
  run: Run,
): AsyncGenerator<Result & { id: number }> {
  for (let after = -1; ;) {
    const rows = await connection.all<Result & { id: number }>(
      sql`select * from ${raw(table)} where run_id = ${run.id} and id > ${after} order by id limit ${ROWS_AT_ONCE}`,
    )
    yield* rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

async function readName(connection: Connection, keyId: number): Promise<string> {
  const row = await connection.get<{ name: string }>(sql`select name from keys where id = ${keyId}`)
  return row === undefined ? `number ${keyId}` : `'${row.name}'`
}

function attempt(note: (what: string, problem: string) => void, what: string, check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    note(what, error.message)
  }
}

/** Folds the points of a block; answers whether its row, the summary beside it included, says of them what is so. */
function holdsWhatItSays(row: BlockRow, summaries: Map<number, Summary>): boolean {
  const block = new BlockReader(row.data, row.id)
  const table = block.readAll()
  table.keys.forEach((keyId, section) => {
    for (let index = sectionStart(table, section); index < sectionEnd(table, section); index++) fold(summaries, keyId, table.points, index)
  })
  const [first, last] = [table.keys.at(0), table.keys.at(-1)]
  if (first !== row.first_key || last !== row.last_key || block.points !== row.point_count || block.level !== row.level) return false
  // Only blocks of one series are read by their summary.
  if (row.level < TAIL_LEVEL) return true
  return Buffer.compare(encodeBlockSummary(summarizeSection(first, table.points, 0, block.points)), row.summary) === 0
}

function fold(summaries: Map<number, Summary>, keyId: number, points: PointColumns, index: number): void {
  const step = int64At(points.steps, index)
  const timestamp = int64At(points.timestamps, index)
  const value = points.values[index] ?? Number.NaN
  const summary = summaries.get(keyId)
  if (summary === undefined) summaries.set(keyId, summaryOf(step, timestamp, value))
  else addPoint(summary, step, timestamp, value)
}
