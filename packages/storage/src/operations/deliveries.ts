import { deliveryState, missingValue, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { join, raw, sql } from '../sql.ts'
import type { Handler, HandlerContext } from '../store.ts'
import { deliveryColumns, type DeliveryRow, findWebhook, toDelivery } from '../webhooks/index.ts'
import { toPageSize } from './page-size.ts'
import { readPosition, writePosition } from './position-token.ts'

const { PENDING, DELIVERED, FAILED } = deliveryState.values
const DEFAULT_PAGE = 100
const LARGEST_PAGE = 1_000

export const listDeliveries: Handler<'listDeliveries'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results ?? DEFAULT_PAGE, LARGEST_PAGE)
  const [after] = readPosition(request.page_token, 1) ?? []
  const conditions = [
    sql`1 = 1`,
    ...(request.webhook_id ? [sql`d.webhook_id = ${(await findWebhook(connection, request.webhook_id)).id}`] : []),
    ...(request.run_id ? [sql`d.run_id = ${request.run_id}`] : []),
    ...(request.state === undefined ? [] : [sql`d.state = ${deliveryState.values[request.state]}`]),
    ...(after === undefined ? [] : [sql`d.id < ${after}`]),
  ]
  const rows = await connection.all<DeliveryRow>(
    sql`select ${deliveryColumns}, w.uuid as webhook_uuid from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where ${join(conditions, ' and ')} order by d.id desc limit ${limit + 1}`,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    deliveries: page.map(toDelivery),
    next_page_token: rows.length > limit && last !== undefined ? writePosition([last.id]) : undefined,
  }
}

/** An id that a receiver has answered with success is never sent again: what was delivered goes out as a delivery of its own. */
export const redeliver: Handler<'redeliver'> = async (context, request) => {
  const { connection, now } = context
  if (request.delivery_id) return { deliveries: await redeliverOne(context, request.delivery_id) }
  if (!request.webhook_id) throw missingValue('webhook_id')
  const { id } = await findWebhook(connection, request.webhook_id)
  return { deliveries: await reopen(connection, now(), `webhook_id = ${id} and state = ${FAILED}`) }
}

async function redeliverOne({ connection, now, newRunId }: HandlerContext, uuid: string): Promise<number> {
  const row = await connection.get<{ id: number; state: number }>(sql`select id, state from webhook_deliveries where uuid = ${uuid}`)
  if (row === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no delivery with id=${uuid.slice(0, 100)}.`)
  if (row.state !== DELIVERED) return reopen(connection, now(), `id = ${row.id} and claim is null and state <> ${DELIVERED}`)
  const time = now()
  return connection.run(
    sql`insert into webhook_deliveries (uuid, webhook_id, event, run_id, experiment_id, event_time, details, state, attempts, due)
      select cast(${newRunId()} as text), webhook_id, event, run_id, experiment_id, event_time, details, cast(${PENDING} as smallint), 0, cast(${time} as bigint)
      from webhook_deliveries where id = ${row.id}`,
  )
}

/** Its attempts and its age count afresh. `where` is of our own making. */
function reopen(connection: Connection, time: number, where: string): Promise<number> {
  return connection.run(
    sql`update webhook_deliveries set state = ${PENDING}, attempts = 0, due = ${time}, finished = null, claim = null where ${raw(where)}`,
  )
}
