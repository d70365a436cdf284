import type { Connection } from '../database.ts'
import {
  driveAsync,
  MAX_PACKED_LEVEL,
  type NewBlock,
  type PackedBlock,
  type SealRequest,
  sealRun,
  type StoredBlock,
  TAIL_LEVEL,
} from '../series/index.ts'
import { list, sql, type SqlValue } from '../sql.ts'

/** Points of one slice: a few milliseconds. */
const POINTS_PER_SLICE = 16_384
/** Journal rows of one slice: a thousand callers that log single points. */
const ROWS_PER_SLICE = 1_024
/** Placeholders of one statement. */
const IDS_PER_STATEMENT = 500

/** What one slice did. */
export interface SealedSlice {
  readonly rows: number
  readonly points: number
  /** Whether the run has more to seal or to merge. */
  readonly more: boolean
}

/**
 * Seals one slice of a run, in the open transaction: journal rows become blocks, or blocks are merged. Nothing is lost
 * or doubled however often it is stopped. The caller has written the summaries of the rows, and lets nobody else seal
 * this run meanwhile. Throws DATA_LOSS when a row is damaged: it stays as it is.
 */
export async function sealSlice(connection: Connection, runId: number, finished: boolean): Promise<SealedSlice> {
  const rows = await connection.all<{ id: number; point_count: number }>(
    sql`select id, point_count from journal where run_id = ${runId} order by id limit ${ROWS_PER_SLICE + 1}`,
  )
  const last = lastOfSlice(rows)
  const journal =
    last === undefined
      ? []
      : await connection.all<{ id: number; data: Uint8Array }>(
          sql`select id, data from journal where run_id = ${runId} and id <= ${last} order by id limit ${ROWS_PER_SLICE}`,
        )
  const input = { journal, packed: await readPacked(connection, runId) }
  const plan = await driveAsync(sealRun(input, { finished, maxPoints: POINTS_PER_SLICE }), (request) =>
    readBlocks(connection, runId, request),
  )
  await deleteByIds(connection, 'journal', plan.journal)
  await deleteByIds(connection, 'blocks', plan.remove)
  for (const block of plan.insert) await insertBlock(connection, runId, block)
  const sealed = rows.slice(0, plan.journal.length)
  const points = sealed.reduce((sum, row) => sum + row.point_count, 0)
  return { rows: sealed.length, points, more: plan.more || sealed.length < rows.length }
}

/** The id of the last row that belongs into one slice. */
function lastOfSlice(rows: readonly { id: number; point_count: number }[]): number | undefined {
  let points = 0
  for (const [index, row] of rows.slice(0, ROWS_PER_SLICE).entries()) {
    points += row.point_count
    if (points > POINTS_PER_SLICE) return rows[Math.max(0, index - 1)]?.id
  }
  return rows.at(Math.min(rows.length, ROWS_PER_SLICE) - 1)?.id
}

async function readPacked(connection: Connection, runId: number): Promise<PackedBlock[]> {
  const rows = await connection.all<{ id: number; level: number; first_key: number; last_key: number; point_count: number }>(
    sql`select id, level, first_key, last_key, point_count from blocks where run_id = ${runId} and level <= ${MAX_PACKED_LEVEL}`,
  )
  return rows.map((row) => ({ id: row.id, level: row.level, firstKey: row.first_key, lastKey: row.last_key, pointCount: row.point_count }))
}

type BlockRow = { id: number; data: Uint8Array }

async function readBlocks(connection: Connection, runId: number, request: SealRequest): Promise<StoredBlock[]> {
  const found: StoredBlock[] = []
  for (const ids of parts(request.blocks))
    found.push(...(await connection.all<BlockRow>(sql`select id, data from blocks where id in ${list(ids)}`)))
  for (const keys of parts(request.tailsOf)) {
    found.push(
      ...(await connection.all<BlockRow>(
        sql`select id, data from blocks where run_id = ${runId} and level = ${TAIL_LEVEL} and first_key in ${list(keys)}`,
      )),
    )
  }
  return found
}

async function insertBlock(connection: Connection, runId: number, block: NewBlock): Promise<void> {
  const values: SqlValue[] = [runId, block.level, block.firstKey, block.lastKey, block.pointCount, block.summary, block.data]
  await connection.run(sql`insert into blocks (run_id, level, first_key, last_key, point_count, summary, data) values ${list(values)}`)
}

async function deleteByIds(connection: Connection, table: 'journal' | 'blocks', ids: readonly number[]): Promise<void> {
  for (const part of parts(ids)) {
    await connection.run(
      table === 'journal' ? sql`delete from journal where id in ${list(part)}` : sql`delete from blocks where id in ${list(part)}`,
    )
  }
}

function parts(ids: readonly number[]): number[][] {
  return Array.from({ length: Math.ceil(ids.length / IDS_PER_STATEMENT) }, (_, index) =>
    ids.slice(index * IDS_PER_STATEMENT, (index + 1) * IDS_PER_STATEMENT),
  )
}
