import type { FilterNode, OrderBy } from '@reprise/protocol'
import type { Connection, Row } from '../database.ts'
import type { RunRow } from '../operations/find-run.ts'
import { raw, type Sql, sql } from '../sql.ts'
import type { Condition } from './conditions.ts'
import type { KeyIds } from './filter-keys.ts'
import { type OrderColumn, positionOf } from './order-columns.ts'
import type { Position } from './position.ts'

/** A search for runs, ready to be run in one experiment after the other. */
export interface RunSearch {
  readonly connection: Connection
  readonly filter: FilterNode
  readonly orderBy: readonly OrderBy[]
  readonly keys: KeyIds
  readonly onlyDeleted: boolean
  /** The order with its tie-breaks. */
  readonly columns: readonly OrderColumn[]
  /** On `r`: the filter, and which lifecycles are wanted. */
  readonly condition: Condition
  /** Runs a walk looks at before it asks for a shorter way again; default: enough for most searches. */
  readonly firstBudget?: number | undefined
}

/** A run that was found, and where it stands. */
export interface FoundRun {
  readonly run: RunRow
  readonly position: Position
}

/** Of a run that was found. */
export const selectedRun = raw(
  'r.id, r.uuid, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time, r.lifecycle, r.artifact_uri',
)

/** Appended to other conditions on `r`. */
export function andCondition({ condition }: RunSearch): Sql {
  return typeof condition === 'boolean' ? raw(condition ? '' : ' and false') : sql` and ${condition}`
}

/** Runs a statement that selects {@link selectedRun} and the columns of the order. */
export async function findRuns(search: RunSearch, statement: Sql): Promise<FoundRun[]> {
  const rows = await search.connection.all<RunRow & Row>(statement)
  return rows.map((run) => ({ run, position: positionOf(search.columns, run) }))
}
