import { deliveryState, limits, webhookStatus } from '@reprise/protocol'
import { list, raw, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { deliveryColumns, type DeliveryRow, toDelivery } from '../webhooks/index.ts'

const { PENDING, DELIVERED, FAILED } = deliveryState.values
const ACTIVE = webhookStatus.values.ACTIVE

/** What is asked again and again: one look into an index per webhook. */
export const nextDeliveries: Handler<'nextDeliveries'> = async ({ connection }) => {
  const rows = await connection.all<{ uuid: string; due: number | null }>(
    sql`select w.uuid, (select min(d.due) from webhook_deliveries d where d.webhook_id = w.id and d.state = ${PENDING}) as due
      from webhooks w where w.status = ${ACTIVE}`,
  )
  return { active: rows.length, webhooks: rows.flatMap(({ uuid, due }) => (due === null ? [] : [{ webhook_id: uuid, due }])) }
}

/**
 * A delivery that is claimed is due again when the lease ends, in case its server does not live to say what became of it. A store in a file has one server:
 * what another one has claimed there, it left behind when it died.
 */
export const claimDeliveries: Handler<'claimDeliveries'> = async ({ connection, now }, request) => {
  const time = now()
  const { server } = request
  const isOver = connection.dialect === 'sqlite' ? sql`(d.due <= ${time} or d.claim <> ${server})` : sql`d.due <= ${time}`
  const claimed = await connection.all<{ id: number }>(
    sql`update webhook_deliveries set claim = ${server}, due = ${time + Number(request.lease)} where id in (
        select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
        where w.uuid = ${request.webhook_id} and w.status = ${ACTIVE} and d.state = ${PENDING} and ${isOver}
        order by d.due limit ${Math.max(0, request.most)} ${raw(connection.dialect === 'postgres' ? 'for update of d skip locked' : '')})
      returning id`,
  )
  if (claimed.length === 0) return {}
  const rows = await connection.all<DeliveryRow & { url: string; secret: string | null; filter: string }>(
    sql`select ${deliveryColumns}, w.uuid as webhook_uuid, w.url, w.secret, w.filter from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.id in ${list(claimed.map(({ id }) => id))} order by d.id`,
  )
  return {
    deliveries: rows.map((row) => ({
      id: row.id,
      delivery: toDelivery(row),
      details: row.details,
      body: row.body ?? undefined,
      url: row.url,
      secret: row.secret ?? undefined,
      filter: row.filter === '' ? undefined : row.filter,
    })),
  }
}

/** When a receiver answers again, what waits for it need not wait longer. */
export const recordDelivery: Handler<'recordDelivery'> = async ({ connection, now }, request) => {
  const time = now()
  const state = deliveryState.values[request.state]
  const isOver = state !== PENDING
  const row = await connection.get<{ webhook_id: number; attempts: number }>(
    sql`update webhook_deliveries set state = ${state}, attempts = attempts + ${request.sent ? 1 : 0}, due = ${Number(request.due ?? time)}, claim = null,
        body = ${isOver && state !== FAILED ? null : (request.body ?? null)}, response_status = ${request.response_status ?? null}, error = ${request.error ?? null},
        finished = ${isOver ? time : null}
      where id = ${Number(request.id)} and state = ${PENDING} and claim = ${request.server} returning webhook_id, attempts`,
  )
  if (row !== undefined && state === DELIVERED && row.attempts > 1) {
    await connection.run(
      sql`update webhook_deliveries set due = ${time} where webhook_id = ${row.webhook_id} and state = ${PENDING} and claim is null and due > ${time}`,
    )
  }
  return { kept: row !== undefined }
}

/** What a run told a webhook while that was being deleted goes, too: nobody will ever take it. */
export const tidyDeliveries: Handler<'tidyDeliveries'> = async ({ connection, now }, request) => {
  const isOver = `state in (${Object.values(deliveryState.values)
    .filter((state) => state !== PENDING)
    .join(', ')})`
  const dropped = await connection.run(
    sql`update webhook_deliveries set state = ${FAILED}, finished = ${now()}, claim = null, error = ${'Too many events waited to be sent, and this was the oldest.'}
      where state = ${PENDING} and id <= coalesce((select id from webhook_deliveries where state = ${PENDING} order by id desc limit 1 offset ${Number(request.most_pending)}), -1)`,
  )
  const old = await connection.run(sql`delete from webhook_deliveries where ${raw(isOver)} and finished < ${request.before}`)
  const many = await connection.run(
    sql`delete from webhook_deliveries where ${raw(isOver)} and id <= coalesce(
      (select id from webhook_deliveries where ${raw(isOver)} order by id desc limit 1 offset ${Number(request.most_kept)}), -1)`,
  )
  const loose = await connection.run(
    sql`delete from webhook_deliveries where not exists (select 1 from webhooks w where w.id = webhook_deliveries.webhook_id)`,
  )
  return { dropped, forgotten: old + many + loose }
}

export const countDeliveries: Handler<'countDeliveries'> = async ({ connection }, request) => {
  const most = Math.max(1, Math.min(limits.deliveriesCounted, Number(request.most ?? limits.deliveriesCounted)))
  const count = (state: number) =>
    sql`(select count(*) from (select 1 from webhook_deliveries where state = ${state} limit ${most}) counted)`
  const row = await connection.get<{ pending: number; failed: number }>(
    sql`select ${count(PENDING)} as pending, ${count(FAILED)} as failed`,
  )
  return { pending: row?.pending ?? 0, failed: row?.failed ?? 0 }
}
