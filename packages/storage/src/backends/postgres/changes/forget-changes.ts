import { type Sql, sql } from '../../../sql.ts'

/** The kind of the oldest line that is kept once others were deleted: readers that had not come so far start afresh. */
export const FORGOTTEN = 'forgotten'

/** Deletes all but the newest lines, by position, and marks where they ended. */
export function forgetChanges(kept: number): Sql {
  return sql`with edge as (select transaction_id, id from changes order by transaction_id desc, id desc offset ${kept} limit 1),
      gone as (delete from changes c using edge where (c.transaction_id, c.id) < (edge.transaction_id, edge.id))
    update changes c set kind = ${FORGOTTEN} from edge where c.id = edge.id and c.kind <> ${FORGOTTEN}`
}
