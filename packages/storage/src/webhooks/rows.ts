import {
  deliveryState,
  type Int64,
  registryEvents,
  RepriseError,
  runEvents,
  toWebhookEvent,
  type Webhook,
  type WebhookDelivery,
  webhookStatus,
} from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'

export type WebhookRow = {
  readonly id: number
  readonly uuid: string
  readonly name: string
  readonly description: string
  readonly url: string
  readonly status: number
  readonly secret: string | null
  readonly subscriptions: string
  readonly experiments: string
  readonly filter: string
  readonly creation_time: Int64
  readonly last_update_time: Int64
  readonly pending: number
  readonly failed: number
}

/** Rows of `webhooks w`. What waits is counted up to a limit, so that a list of webhooks is never slow. */
export function selectWebhooks(where: Sql): Sql {
  const count = (state: number): string =>
    `(select count(*) from (select 1 from webhook_deliveries d where d.webhook_id = w.id and d.state = ${state} limit 10000) counted)`
  return sql`select w.id, w.uuid, w.name, w.description, w.url, w.status, w.secret, w.subscriptions, w.experiments, w.filter, w.creation_time, w.last_update_time,
    ${raw(count(deliveryState.values.PENDING))} as pending, ${raw(count(deliveryState.values.FAILED))} as failed from webhooks w where ${where}`
}

/** Throws RESOURCE_DOES_NOT_EXIST. With `lock` nobody else changes it before the transaction ends. */
export async function findWebhook(connection: Connection, uuid: string, lock = false): Promise<WebhookRow> {
  const row = await connection.get<WebhookRow>(
    sql`${selectWebhooks(sql`w.uuid = ${uuid}`)} ${raw(lock && connection.dialect === 'postgres' ? 'for no key update of w' : '')}`,
  )
  if (row !== undefined) return row
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Webhook with ID ${uuid.slice(0, 100)} not found.`)
}

export function toWebhook(row: WebhookRow): Webhook {
  const subscriptions = JSON.parse(row.subscriptions) as string[]
  const events = subscriptions.filter((name) => (registryEvents as readonly string[]).includes(name))
  return {
    webhook_id: row.uuid,
    name: row.name,
    description: row.description === '' ? undefined : row.description,
    url: row.url,
    events: (events.length === 0 ? [registryEvents[0]] : events).map(toWebhookEvent),
    status: row.status === webhookStatus.values.ACTIVE ? 'ACTIVE' : 'DISABLED',
    creation_timestamp: row.creation_time,
    last_updated_timestamp: row.last_update_time,
    subscriptions,
    experiment_ids: (JSON.parse(row.experiments) as number[]).map(String),
    filter: row.filter === '' ? undefined : row.filter,
    has_secret: row.secret !== null,
    pending: row.pending,
    failed: row.failed,
  }
}

export type DeliveryRow = {
  readonly id: number
  readonly uuid: string
  readonly webhook_uuid: string
  readonly event: number
  readonly run_id: string
  readonly experiment_id: number
  readonly event_time: Int64
  readonly details: string
  readonly state: number
  readonly attempts: number
  readonly due: Int64
  readonly body: string | null
  readonly response_status: number | null
  readonly error: string | null
  readonly finished: Int64 | null
}

/** Of `webhook_deliveries d`, apart from the webhook's own id. */
export const deliveryColumns = raw(
  'd.id, d.uuid, d.event, d.run_id, d.experiment_id, d.event_time, d.details, d.state, d.attempts, d.due, d.body, d.response_status, d.error, d.finished',
)

const states = Object.keys(deliveryState.values) as WebhookDelivery['state'][]

export function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    delivery_id: row.uuid,
    webhook_id: row.webhook_uuid,
    event: runEvents[row.event] ?? runEvents[0],
    run_id: row.run_id,
    experiment_id: String(row.experiment_id),
    event_time: row.event_time,
    state: states[row.state] ?? 'PENDING',
    attempts: row.attempts,
    next_attempt: row.state === deliveryState.values.PENDING ? row.due : undefined,
    finished: row.finished ?? undefined,
    response_status: row.response_status ?? undefined,
    error: row.error ?? undefined,
  }
}
