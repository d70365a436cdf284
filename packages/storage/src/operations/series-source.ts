import type { Connection } from '../database.ts'
import { driveAsync, type Fetching, MAX_PACKED_LEVEL, type SeriesParts, TAIL_LEVEL } from '../series/index.ts'
import { list, sql } from '../sql.ts'

const IDS_PER_QUERY = 500

type BlobRow = { id: number; data: Uint8Array }

/** Everything stored of one key of one run. The connection is in a transaction, so that the parts belong to one moment. */
export async function readParts(connection: Connection, runId: number, keyId: number): Promise<SeriesParts> {
  const [blocks, packed, journal] = await Promise.all([
    connection.all<{ id: number; summary: Uint8Array }>(
      sql`select id, summary from blocks where run_id = ${runId} and level >= ${TAIL_LEVEL} and first_key = ${keyId}`,
    ),
    connection.all<{ id: number }>(
      sql`select id from blocks where run_id = ${runId} and level <= ${MAX_PACKED_LEVEL} and first_key <= ${keyId} and last_key >= ${keyId}`,
    ),
    connection.all<BlobRow>(sql`select id, data from journal where run_id = ${runId}`),
  ])
  return { keyId, blocks, packed: packed.map(({ id }) => id), journal }
}

/** Runs work on a series, fetching the blocks it asks for. */
export async function driveSeries<Result>(connection: Connection, work: Fetching<Result>): Promise<Result> {
  return driveAsync(work, async (ids) => {
    const blocks = new Map<number, Uint8Array>()
    for (let at = 0; at < ids.length; at += IDS_PER_QUERY) {
      const rows = await connection.all<BlobRow>(sql`select id, data from blocks where id in ${list(ids.slice(at, at + IDS_PER_QUERY))}`)
      for (const row of rows) blocks.set(row.id, row.data)
    }
    return blocks
  })
}
