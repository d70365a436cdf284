import { limits, nameOfWebhookEvent, RepriseError, type RequestFor, runEvents, webhookStatus } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { join, list, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import {
  ALL_EXPERIMENTS,
  checkDescription,
  checkInterest,
  checkName,
  checkUrl,
  findWebhook,
  type Interest,
  readDirective,
  selectWebhooks,
  toWebhook,
  type WebhookRow,
} from '../webhooks/index.ts'
import { assertLength } from './check-text.ts'
import { toPageSize } from './page-size.ts'
import { readPosition, writePosition } from './position-token.ts'

const DEFAULT_PAGE = 100
const LARGEST_PAGE = 1_000

export const createWebhook: Handler<'createWebhook'> = async ({ connection, now, newRunId }, request) => {
  const name = checkName(request.name)
  const url = checkUrl(request.url)
  const description = checkDescription(request.description ?? '')
  const interest = checkInterest(interestOf(request, { subscriptions: [], experimentIds: [], filter: '' }))
  const counted = await connection.get<{ count: number }>(sql`select count(*) as count from webhooks`)
  if (Number(counted?.count ?? 0) >= limits.webhooks)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `This server keeps ${limits.webhooks} webhooks, and has as many.`, {
      hint: 'Delete those that are not needed: reprise hooks delete NAME',
    })
  const uuid = toUuid(newRunId())
  const time = now()
  const status = webhookStatus.values[request.status ?? 'ACTIVE']
  const { subscriptions, experiments, filter } = toColumns(interest)
  const added = await connection.get<{ id: number }>(
    sql`insert into webhooks (uuid, name, description, url, status, secret, subscriptions, experiments, filter, creation_time, last_update_time)
      values ${list([uuid, name, description, url, status, checkSecret(request.secret), subscriptions, experiments, filter, time, time])} returning id`,
  )
  await subscribe(connection, { id: added?.id ?? 0, status, interest })
  return { webhook: toWebhook(await findWebhook(connection, uuid)) }
}

export const listWebhooks: Handler<'listWebhooks'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results || DEFAULT_PAGE, LARGEST_PAGE)
  const [after] = readPosition(request.page_token, 1) ?? []
  const rows = await connection.all<WebhookRow>(
    sql`${selectWebhooks(after === undefined ? sql`1 = 1` : sql`w.id < ${after}`)} order by w.id desc limit ${limit + 1}`,
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    webhooks: page.map(toWebhook),
    next_page_token: rows.length > limit && last !== undefined ? writePosition([last.id]) : undefined,
  }
}

export const getWebhook: Handler<'getWebhook'> = async ({ connection }, request) => {
  return { webhook: toWebhook(await findWebhook(connection, request.webhook_id)) }
}

/** For the server alone: no path leads to it. */
export const readReceiver: Handler<'readReceiver'> = async ({ connection }, request) => {
  const row = await findWebhook(connection, request.webhook_id)
  return { url: row.url, secret: row.secret ?? undefined, subscriptions: toWebhook(row).subscriptions }
}

export const updateWebhook: Handler<'updateWebhook'> = async ({ connection, now }, request) => {
  const row = await findWebhook(connection, request.webhook_id, true)
  const known = toWebhook(row)
  const interest = checkInterest(
    interestOf(request, { subscriptions: known.subscriptions, experimentIds: known.experiment_ids, filter: row.filter }),
  )
  const status = request.status === undefined ? row.status : webhookStatus.values[request.status]
  const { subscriptions, experiments, filter } = toColumns(interest)
  const assignments = [
    sql`subscriptions = ${subscriptions}, experiments = ${experiments}, filter = ${filter}, status = ${status}, last_update_time = ${now()}`,
    ...(request.name ? [sql`name = ${checkName(request.name)}`] : []),
    ...(request.url ? [sql`url = ${checkUrl(request.url)}`] : []),
    ...(request.description === undefined ? [] : [sql`description = ${checkDescription(request.description)}`]),
    ...(request.secret === undefined ? [] : [sql`secret = ${checkSecret(request.secret)}`]),
  ]
  await connection.run(sql`update webhooks set ${join(assignments, ', ')} where id = ${row.id}`)
  await connection.run(sql`delete from webhook_subscriptions where webhook_id = ${row.id}`)
  await subscribe(connection, { id: row.id, status, interest })
  return { webhook: toWebhook(await findWebhook(connection, request.webhook_id)) }
}

/** What waits to be sent goes with it; what is under way right now may still arrive. */
export const deleteWebhook: Handler<'deleteWebhook'> = async ({ connection }, request) => {
  const { id } = await findWebhook(connection, request.webhook_id, true)
  await connection.run(sql`delete from webhook_subscriptions where webhook_id = ${id}`)
  await connection.run(sql`delete from webhook_deliveries where webhook_id = ${id}`)
  await connection.run(sql`delete from webhooks where id = ${id}`)
  return {}
}

/** Whoever has a network answers it: a store sends nothing. */
export const testWebhook: Handler<'testWebhook'> = async () => {
  throw new RepriseError('NOT_IMPLEMENTED', 'Sending needs a server: a folder has none.', { hint: 'Start one: reprise server' })
}

type Changed = Pick<
  RequestFor<'updateWebhook'>,
  'description' | 'events' | 'subscriptions' | 'experiment_ids' | 'filter' | 'all_experiments'
>
type GivenInterest = Parameters<typeof checkInterest>[0]

/**
 * What a webhook is told of after a request: its own words first, then the line in the description. MLflow's list of events replaces the events of the
 * registry, and those of runs only where it names some.
 */
function interestOf(request: Omit<Changed, 'all_experiments'> & Partial<Changed>, known: GivenInterest): GivenInterest {
  const directive = request.subscriptions.length > 0 || request.description === undefined ? undefined : readDirective(request.description)
  const named = request.events.map(nameOfWebhookEvent)
  const isOfRuns = (event: string): boolean => (runEvents as readonly string[]).includes(event)
  const ofRuns = directive?.subscriptions ?? (named.some(isOfRuns) ? [] : known.subscriptions.filter(isOfRuns))
  const others = named.length > 0 ? named : known.subscriptions.filter((event) => !isOfRuns(event))
  const experimentIds = request.experiment_ids.length > 0 ? request.experiment_ids : (directive?.experimentIds ?? known.experimentIds)
  return {
    subscriptions: request.subscriptions.length > 0 ? request.subscriptions : [...ofRuns, ...others],
    experimentIds: request.all_experiments === true ? [] : experimentIds,
    filter: (request.filter ?? directive?.filter ?? known.filter).trim(),
  }
}

async function subscribe(
  connection: Connection,
  { id, status, interest }: { readonly id: number; readonly status: number; readonly interest: Interest },
): Promise<void> {
  const events = interest.subscriptions.map((event) => runEvents.indexOf(event as (typeof runEvents)[number])).filter((event) => event >= 0)
  if (status !== webhookStatus.values.ACTIVE || events.length === 0) return
  const experiments = interest.experiments.length === 0 ? [ALL_EXPERIMENTS] : interest.experiments
  const rows = events.flatMap((event) => experiments.map((experiment) => list([event, experiment, id])))
  await connection.run(sql`insert into webhook_subscriptions (event, experiment_id, webhook_id) values ${join(rows, ', ')}`)
}

function toColumns({ subscriptions, experiments, filter }: Interest): { subscriptions: string; experiments: string; filter: string } {
  return { subscriptions: JSON.stringify(subscriptions), experiments: JSON.stringify(experiments), filter }
}

/** Servers keep secrets encrypted, which is longer. */
function checkSecret(secret: string | undefined): string | null {
  assertLength(secret, limits.webhookSecretLength * 8, 'secret')
  return secret === undefined || secret === '' ? null : secret
}

function toUuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
