import type { Connection } from '../../../database.ts'
import { sql } from '../../../sql.ts'
import type { Change, ChangeKind, ChangePage } from '../../../store.ts'
import { FORGOTTEN } from './forget-changes.ts'

type ChangeRow = { transaction: string; id: number; kind: ChangeKind; time: number; experiment_id: number; run_id: string | null }
type Bounds = { horizon: string; next: string; is_forgotten: boolean | null }

/**
 * The lines of the feed after a position. Positions are (transaction, id): ids are given out before their transactions
 * commit, so a reader only goes as far as the oldest transaction that is still under way; what commits later has a later
 * position. The connection is in a transaction with one snapshot. The reader must start afresh when lines after its
 * position are gone, or when the position is none of this database.
 */
export async function readChanges(connection: Connection, after: string | undefined, limit: number): Promise<ChangePage> {
  const { transaction, id } = parsePosition(after) ?? { transaction: '0', id: '0' }
  const isLater = sql`(transaction_id, id) > (${transaction}::xid8, ${id}::bigint)`
  const [bounds, rows] = await Promise.all([
    connection.get<Bounds & Record<string, never>>(
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, pg_snapshot_xmax(pg_current_snapshot())::text as next,
        (select kind = ${FORGOTTEN} and ${isLater} from changes order by transaction_id, id limit 1) as is_forgotten`,
    ),
    connection.all<ChangeRow>(
      sql`select transaction_id::text as transaction, id, kind, time, experiment_id, run_id from changes
        where transaction_id < pg_snapshot_xmin(pg_current_snapshot()) and ${isLater} and kind <> ${FORGOTTEN}
        order by transaction_id, id limit ${limit}`,
    ),
  ])
  const { horizon, next, is_forgotten: isForgotten } = bounds ?? { horizon: '0', next: '0', is_forgotten: null }
  const present = `${horizon}-0`
  if (after === undefined) return { reset: false, changes: [], position: present }
  const isKnown = parsePosition(after) !== undefined && isForgotten !== true && BigInt(transaction) <= BigInt(next)
  if (!isKnown) return { reset: true, changes: [], position: present }
  const changes = rows.map(toChange)
  return { reset: false, changes, position: changes.at(-1)?.position ?? present }
}

function parsePosition(text: string | undefined): { transaction: string; id: string } | undefined {
  const [, transaction, id] = /^(\d{1,18})-(\d{1,18})$/.exec(text ?? '') ?? []
  return transaction === undefined || id === undefined ? undefined : { transaction, id }
}

function toChange({ transaction, id, kind, time, experiment_id: experimentId, run_id: runId }: ChangeRow): Change {
  return { position: `${transaction}-${id}`, kind, time, experiment_id: String(experimentId), ...(runId === null ? {} : { run_id: runId }) }
}
