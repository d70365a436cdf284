import { RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { BlockReader } from '../series/codec/block-reader.ts'
import { decodeJournalBatch } from '../series/codec/journal-batch.ts'
import { int64At, type PointColumns } from '../series/point.ts'
import { sectionEnd, sectionStart } from '../series/section-table.ts'
import { raw, sql } from '../sql.ts'
import type { VerifyReport } from '../store.ts'
import { addPoint, type Summary, summaryOf } from '../summaries/summary.ts'
import { compareSummaries, readSummaries } from './compare-summaries.ts'

const RUNS_AT_ONCE = 200
/** Past this the rest is only counted: a report is for reading. */
const MOST_PROBLEMS = 1_000

const ofRuns = ['params', 'tags', 'metrics', 'journal', 'blocks', 'inputs', 'input_tags', 'model_links'] as const
const withKeys = ['params', 'tags', 'metrics'] as const

/**
 * Reads everything there is, in the snapshot of the caller's transaction: every block and journal row decodes and says
 * of itself what its row says, the summaries that searches use are what the points give, and no row hangs on nothing.
 */
export async function verifyStore(
  connection: Connection,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<VerifyReport> {
  const problems = await findLooseRows(connection)
  const total = await countRuns(connection)
  const summarisedThrough = await readSummarisedThrough(connection)
  let runs = 0
  let blocks = 0
  let journalRows = 0
  for (let after = -1; ;) {
    const rows = await connection.all<{ id: number; uuid: string }>(
      sql`select id, uuid from runs where id > ${after} order by id limit ${RUNS_AT_ONCE}`,
    )
    for (const run of rows) {
      const found = await verifyRun(connection, run, summarisedThrough)
      blocks += found.blocks
      journalRows += found.journalRows
      if (problems.length < MOST_PROBLEMS) problems.push(...found.problems)
    }
    runs += rows.length
    onProgress(runs, total)
    const last = rows.at(-1)
    if (last === undefined) return { blocks, journalRows, runs, problems }
    after = last.id
  }
}

/** The journal row up to which `metrics` is complete: all of them where nobody keeps count. */
async function readSummarisedThrough(connection: Connection): Promise<number> {
  const row = await connection.get<{ value: number }>(sql`select value from meta where name = 'summarised_through'`)
  return row?.value ?? Infinity
}

async function verifyRun(connection: Connection, run: { readonly id: number; readonly uuid: string }, summarisedThrough: number) {
  const problems: string[] = []
  const summaries = new Map<number, Summary>()
  const stored = await readSummaries(connection, run.id)
  const attempt = (what: string, check: () => void): void => {
    try {
      check()
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      problems.push(`run ${run.uuid}, ${what}: ${error.message}`)
    }
  }
  const journal = await connection.all<{ id: number; point_count: number; data: Uint8Array }>(
    sql`select id, point_count, data from journal where run_id = ${run.id} order by id`,
  )
  for (const row of journal) {
    attempt(`journal row ${row.id}`, () => {
      const batch = decodeJournalBatch(row.data, row.id)
      batch.keyIds.forEach((keyId, index) => fold(summaries, keyId, batch, index))
      if (row.id > summarisedThrough) batch.keyIds.forEach((keyId, index) => fold(stored, keyId, batch, index))
      if (batch.keyIds.length !== row.point_count)
        problems.push(`run ${run.uuid}, journal row ${row.id}: ${batch.keyIds.length} points, its row says ${row.point_count}`)
    })
  }
  const blocks = await connection.all<{ id: number; first_key: number; last_key: number; point_count: number; data: Uint8Array }>(
    sql`select id, first_key, last_key, point_count, data from blocks where run_id = ${run.id} order by id`,
  )
  for (const row of blocks) {
    attempt(`block ${row.id}`, () => {
      const block = new BlockReader(row.data, row.id)
      const table = block.readAll()
      table.keys.forEach((keyId, section) => {
        for (let index = sectionStart(table, section); index < sectionEnd(table, section); index++)
          fold(summaries, keyId, table.points, index)
      })
      const { keys } = table
      if (keys.at(0) !== row.first_key || keys.at(-1) !== row.last_key || block.points !== row.point_count) {
        problems.push(`run ${run.uuid}, block ${row.id}: its row does not say what it holds`)
      }
    })
  }
  problems.push(...compareSummaries(run.uuid, summaries, stored))
  return { blocks: blocks.length, journalRows: journal.length, problems }
}

function fold(summaries: Map<number, Summary>, keyId: number, points: PointColumns, index: number): void {
  const step = int64At(points.steps, index)
  const timestamp = int64At(points.timestamps, index)
  const value = points.values[index] ?? Number.NaN
  const summary = summaries.get(keyId)
  if (summary === undefined) summaries.set(keyId, summaryOf(step, timestamp, value))
  else addPoint(summary, step, timestamp, value)
}

async function findLooseRows(connection: Connection): Promise<string[]> {
  const problems: string[] = []
  const count = async (what: string, table: string, condition: string): Promise<void> => {
    const row = await connection.get<{ count: number }>(sql`select count(*) as count from ${raw(table)} t where ${raw(condition)}`)
    const loose = Number(row?.count ?? 0)
    if (loose > 0) problems.push(`${loose} rows of ${table} hang on ${what} that is not there`)
  }
  for (const table of ofRuns)
    await count(
      'a run',
      table,
      'not exists (select 1 from runs r where r.id = t.run_id) and not exists (select 1 from collected_runs c where c.run_id = t.run_id)',
    )
  for (const table of withKeys) await count('a name', table, 'not exists (select 1 from keys k where k.id = t.key_id)')
  await count('an experiment', 'runs', 'not exists (select 1 from experiments e where e.id = t.experiment_id)')
  return problems
}

async function countRuns(connection: Connection): Promise<number> {
  const row = await connection.get<{ count: number }>(sql`select count(*) as count from runs`)
  return Number(row?.count ?? 0)
}
