import { type Sql, sql } from '../../../sql.ts'
import type { ChangeKind } from '../../../store.ts'
import { unnest } from '../ingest/insert-rows.ts'

/** A line of the feed that has no position yet. */
export interface NewChange {
  readonly kind: ChangeKind
  /** Milliseconds since 1970. */
  readonly time: number
  readonly experimentId: number
  readonly runId: string | undefined
}

/** Adds lines, at least one; their positions are given by the transaction that runs this. */
export function insertChanges(lines: readonly NewChange[]): Sql {
  const columns = unnest(
    { values: lines.map(({ kind }) => kind), type: 'text' },
    { values: lines.map(({ time }) => time), type: 'bigint' },
    { values: lines.map(({ experimentId }) => experimentId), type: 'bigint' },
    { values: lines.map(({ runId }) => runId ?? null), type: 'text' },
  )
  return sql`insert into changes (kind, time, experiment_id, run_id) select * from ${columns}`
}
