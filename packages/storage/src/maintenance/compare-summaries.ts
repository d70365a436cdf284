import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'
import type { Int64 } from '@reprise/protocol'
import type { Summary } from '../summaries/summary.ts'

type MetricRow = {
  key_id: number
  value: number
  is_nan: number
  timestamp: Int64
  step: Int64
  min_value: number | null
  max_value: number | null
  first_value: number | null
  first_step: Int64
  first_timestamp: Int64
}

/** What table `metrics` says of a run. NaN stands there as 0 with a flag, and as null where it means that there is no number. */
export async function readSummaries(connection: Connection, runId: number): Promise<Map<number, Summary>> {
  const rows = await connection.all<MetricRow>(
    sql`select key_id, value, is_nan, timestamp, step, min_value, max_value, first_value, first_step, first_timestamp from metrics where run_id = ${runId}`,
  )
  return new Map(rows.map((row) => [row.key_id, toSummary(row)]))
}

function toSummary(row: MetricRow): Summary {
  return {
    step: row.step,
    timestamp: row.timestamp,
    value: row.is_nan === 1 ? Number.NaN : row.value,
    firstStep: row.first_step,
    firstTimestamp: row.first_timestamp,
    firstValue: row.first_value ?? Number.NaN,
    min: row.min_value ?? Number.NaN,
    max: row.max_value ?? Number.NaN,
  }
}

/** Where the stored summaries of a run say otherwise than its points: what is wrong, by key. */
export function compareSummaries(summaries: ReadonlyMap<number, Summary>, stored: ReadonlyMap<number, Summary>): Map<number, string> {
  const problems = new Map<number, string>()
  for (const [keyId, summary] of summaries) {
    const found = stored.get(keyId)
    if (found === undefined) problems.set(keyId, 'it has points, and no summary')
    else if (!agree(summary, found)) problems.set(keyId, 'its summary is not what its points give')
  }
  for (const keyId of stored.keys()) if (!summaries.has(keyId)) problems.set(keyId, 'it has a summary, and no points')
  return problems
}

/** 0 and -0 are one value here: points that differ in nothing else are one point, whichever came first. */
function agree(a: Summary, b: Summary): boolean {
  const names = Object.keys(a) as (keyof Summary)[]
  return names.every((name) => a[name] === b[name] || (Number.isNaN(a[name]) && Number.isNaN(b[name])))
}
