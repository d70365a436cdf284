import type { Int64 } from '@reprise/protocol'
import type { Summary } from '../summaries/summary.ts'

/** A row of table `metrics`. NaN is stored as 0 with a flag, and as null where it means that there is no number. */
export type MetricRow = {
  readonly key_id: number
  readonly value: number
  readonly is_nan: number
  readonly timestamp: Int64
  readonly step: Int64
  readonly min_value: number | null
  readonly max_value: number | null
  readonly first_value: number | null
  readonly first_step: Int64
  readonly first_timestamp: Int64
}

/** What the rows of a run say otherwise than its points. */
export function compareSummaries(runUuid: string, summaries: ReadonlyMap<number, Summary>, rows: readonly MetricRow[]): string[] {
  const problems: string[] = []
  const stored = new Map(rows.map((row) => [row.key_id, row]))
  for (const [keyId, summary] of summaries) {
    const row = stored.get(keyId)
    if (row === undefined) problems.push(`run ${runUuid}: metric ${keyId} has points, and no summary`)
    else if (!agrees(summary, row)) problems.push(`run ${runUuid}: the summary of metric ${keyId} is not what its points give`)
  }
  for (const { key_id: keyId } of rows) if (!summaries.has(keyId)) problems.push(`run ${runUuid}: metric ${keyId} has a summary, and no points`)
  return problems
}

function agrees(summary: Summary, row: MetricRow): boolean {
  return (
    summary.step === row.step &&
    summary.timestamp === row.timestamp &&
    same(summary.value, row.is_nan === 1 ? null : row.value) &&
    same(summary.min, row.min_value) &&
    same(summary.max, row.max_value) &&
    summary.firstStep === row.first_step &&
    summary.firstTimestamp === row.first_timestamp &&
    same(summary.firstValue, row.first_value)
  )
}

/** 0 and -0 are one value here: points that differ in nothing else are one point, whichever came first. */
function same(value: number, stored: number | null): boolean {
  return stored === null ? Number.isNaN(value) : value === stored
}
