import { runStatus } from '@reprise/protocol'
import { raw, type Sql } from '../sql.ts'

/** How an attribute of a run is stored, and which index knows it. */
export interface AttributeColumn {
  readonly kind: 'text' | 'integer' | 'double' | 'status'
  /** Of `r`, which is `runs`. */
  readonly column: Sql
  readonly nullable: boolean
  readonly index?: 'runs_by_start' | 'runs_by_end' | 'runs_by_name'
}

/** By canonical name, as the table of run fields has them. */
export const attributeColumns: Readonly<Record<string, AttributeColumn>> = {
  run_id: { kind: 'text', column: raw('r.uuid'), nullable: false },
  run_name: { kind: 'text', column: raw('r.name'), nullable: false, index: 'runs_by_name' },
  status: { kind: 'status', column: raw('r.status'), nullable: false },
  user_id: { kind: 'text', column: raw('r.user_id'), nullable: false },
  artifact_uri: { kind: 'text', column: raw('r.artifact_uri'), nullable: false },
  start_time: { kind: 'integer', column: raw('r.start_time'), nullable: false, index: 'runs_by_start' },
  end_time: { kind: 'integer', column: raw('r.end_time'), nullable: true, index: 'runs_by_end' },
  // As doubles from the start: the difference of two 64-bit integers may be none.
  duration: { kind: 'double', column: raw('((cast(r.end_time as double precision) - r.start_time) / 1000)'), nullable: true },
}

/** Statuses are stored as numbers and compared and ordered as names. In the order of the names. */
export const statuses: readonly { readonly name: string; readonly number: number }[] = Object.entries(runStatus.values)
  .map(([name, number]) => ({ name, number }))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))
