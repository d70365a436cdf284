import { encodeJson, type InputOfOperation, type Int64, RepriseError, type ResponseFor, type WebhookDelivery } from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'

/** Bytes; receivers commonly take so much. */
const MOST_BYTES = 256 * 1024

/** The run as it was when the event happened; see the outbox. */
interface Details {
  readonly status: string
  readonly run_name: string
  readonly start_time: Int64
  readonly end_time: Int64 | null
  readonly previous_status?: string
}

/** What a receiver is told of an event: the run as it was then, with what was logged of it by now. A run that is gone is told without that. */
export async function composeBody(store: Store, delivery: WebhookDelivery, details: string): Promise<string> {
  const then = JSON.parse(details) as Details
  const [run, experiment] = await Promise.all([
    read(store, 'getRun', { run_id: delivery.run_id }),
    read(store, 'getExperiment', { experiment_id: delivery.experiment_id }),
  ])
  const logged = run?.run.data
  const data = {
    run_id: delivery.run_id,
    run_name: then.run_name,
    experiment_id: delivery.experiment_id,
    experiment_name: experiment?.experiment.name,
    status: then.status,
    previous_status: then.previous_status,
    start_time: then.start_time,
    end_time: then.end_time ?? undefined,
    duration_seconds: then.end_time === null ? undefined : (Number(then.end_time) - Number(then.start_time)) / 1_000,
    user_id: run?.run.info.user_id,
    artifact_uri: run?.run.info.artifact_uri,
  }
  const lists = {
    params: toObject(logged?.params.map(({ key, value }) => [key, value ?? ''])),
    metrics: toObject(logged?.metrics.map(({ key, value }) => [key, value])),
    tags: toObject(logged?.tags.map(({ key, value }) => [key, value ?? ''])),
  }
  return encodeBody({ id: delivery.delivery_id, event: delivery.event, time: Number(delivery.event_time) }, data, lists)
}

/** The body of an event. Where it would be too long, lists are left out, the longest first, and named in `left_out`. */
export function encodeBody(
  { id, event, time }: { readonly id: string; readonly event: string; readonly time: number },
  data: object,
  lists: Readonly<Record<string, object>> = {},
): string {
  const [entity, action] = event.split('.')
  const kept = new Map(Object.entries(lists))
  for (;;) {
    const leftOut = Object.keys(lists).filter((name) => !kept.has(name))
    const told = { ...data, ...Object.fromEntries(kept), ...(leftOut.length === 0 ? {} : { left_out: leftOut }) }
    const text = toText({ id, event, entity, action, timestamp: new Date(time).toISOString(), data: told })
    if (Buffer.byteLength(text) <= MOST_BYTES || kept.size === 0) return text
    kept.delete(
      [...kept].map(([name, list]) => [name, toText(list).length] as const).toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? '',
    )
  }
}

function toText(value: unknown): string {
  return Buffer.from(encodeJson(value)).toString('utf8')
}

function toObject(entries: readonly (readonly [string, unknown])[] = []): object {
  return Object.fromEntries(entries)
}

async function read<Name extends 'getRun' | 'getExperiment'>(
  store: Store,
  name: Name,
  request: InputOfOperation<Name>,
): Promise<ResponseFor<Name> | undefined> {
  try {
    return await ask(store, name, request)
  } catch (error) {
    if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}
