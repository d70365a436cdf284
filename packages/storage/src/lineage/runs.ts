import type { Int64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, sql } from '../sql.ts'

/** A run, as far as lineage tells of it. */
export type RunOfData = {
  readonly id: number
  readonly uuid: string
  readonly name: string
  readonly experiment_id: number
  readonly status: number
  readonly start_time: Int64
  readonly end_time: Int64 | null
}

const AT_ONCE = 1_000

/** Runs by their ids; deleted ones are left out. */
export async function readRuns(connection: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, RunOfData>> {
  const runs = new Map<number, RunOfData>()
  const wanted = [...new Set(ids)]
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const rows = await connection.all<RunOfData>(
      sql`select id, uuid, name, experiment_id, status, start_time, end_time from runs
        where lifecycle = 0 and id in ${list(wanted.slice(at, at + AT_ONCE))}`,
    )
    for (const row of rows) runs.set(row.id, row)
  }
  return runs
}
