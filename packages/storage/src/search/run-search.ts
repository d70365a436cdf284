import type { FilterNode, OrderBy, ViewType } from '@reprise/protocol'
import type { Connection, Row } from '../database.ts'
import type { RunRow } from '../operations/find-run.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { compileFilter } from './compile-filter.ts'
import { type Condition, conjunction } from './conditions.ts'
import type { KeyIds } from './filter-keys.ts'
import { type OrderColumn, positionOf, toOrderColumns } from './order-columns.ts'
import type { Position } from './position.ts'

/** What is searched for. */
export interface RunQuestion {
  readonly connection: Connection
  readonly filter: FilterNode
  readonly orderBy: readonly OrderBy[]
  readonly keys: KeyIds
  readonly view: ViewType
  /** Runs a walk looks at before it asks for a shorter way again; default: enough for most searches. */
  readonly firstBudget: number | undefined
}

/** A search for runs, ready to be run in one experiment after the other. */
export interface RunSearch extends RunQuestion {
  /** The order with its tie-breaks. */
  readonly columns: readonly OrderColumn[]
  /** On `r`, which is `runs`: the filter and the view. */
  readonly condition: Condition
  /** The same where `v` is the row of what the order begins with: its value need not be looked up again. */
  readonly conditionOnValue: Condition
}

export function prepareSearch(question: RunQuestion): RunSearch {
  const { connection, filter, orderBy, keys, view } = question
  const { dialect } = connection
  const lifecycle = view === 'ALL' ? true : raw(view === 'ACTIVE_ONLY' ? 'r.lifecycle = 0' : 'r.lifecycle = 1')
  return {
    ...question,
    columns: toOrderColumns(orderBy, keys),
    condition: conjunction([lifecycle, compileFilter(filter, { dialect, keys })]),
    conditionOnValue: conjunction([lifecycle, compileFilter(filter, { dialect, keys, atHand: orderBy[0]?.field })]),
  }
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

/** Appended to other conditions. */
export function andCondition(condition: Condition): Sql {
  return typeof condition === 'boolean' ? raw(condition ? '' : ' and false') : sql` and ${condition}`
}

/** Runs a statement that selects {@link selectedRun} and the columns of the order. */
export async function findRuns(search: RunSearch, statement: Sql): Promise<FoundRun[]> {
  const rows = await search.connection.all<RunRow & Row>(statement)
  return rows.map((run) => ({ run, position: positionOf(search.columns, run) }))
}
