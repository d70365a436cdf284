import type { Client } from '@reprise/client'
import type { WebhookDelivery } from '@reprise/protocol'
import { RepriseError } from '@reprise/protocol/errors'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printAge } from '../../output/values.ts'
import { findHook } from './find-hook.ts'

interface DeliveriesOptions extends ConnectionOptions {
  readonly state?: string
  readonly run?: string
  readonly maxResults: number
}

const PAGE = 1_000
const states = ['PENDING', 'DELIVERED', 'FAILED', 'FILTERED'] as const

export async function listHookDeliveries(hook: string | undefined, options: DeliveriesOptions, world: World): Promise<void> {
  const deliveries = await withClient(options, world, (client) => readDeliveries(client, hook, options))
  if (options.json === true) return world.write(printJson({ deliveries }))
  if (deliveries.length === 0) return world.note('There are none.')
  world.write(printTable(deliveries, columnsFor(world), { width: world.width, styleTitles: world.style.bold }).text)
}

async function readDeliveries(
  client: Client,
  hook: string | undefined,
  { state, run, maxResults }: DeliveriesOptions,
): Promise<WebhookDelivery[]> {
  const wanted = {
    webhook_id: hook === undefined ? undefined : (await findHook(client, hook)).webhook_id,
    run_id: run,
    state: state === undefined ? undefined : parseState(state),
  }
  const all: WebhookDelivery[] = []
  let token: string | undefined
  do {
    const page = await client.listDeliveries({ ...wanted, max_results: Math.min(PAGE, maxResults - all.length), page_token: token })
    all.push(...page.deliveries)
    token = page.next_page_token
  } while (token !== undefined && all.length < maxResults)
  return all
}

function parseState(text: string): (typeof states)[number] {
  const state = states.find((name) => name.toLowerCase() === text.toLowerCase())
  if (state !== undefined) return state
  throw new RepriseError('INVALID_PARAMETER_VALUE', `--state is ${JSON.stringify(text)}: it is pending, delivered, failed or filtered.`)
}

function columnsFor({ now }: World): Column<WebhookDelivery>[] {
  return [
    { title: 'DELIVERY', value: ({ delivery_id: id }) => id, giveWay: 4, narrowest: 8 },
    { title: 'EVENT', value: ({ event }) => event },
    { title: 'RUN', value: ({ run_id: id }) => id, giveWay: 3, narrowest: 8 },
    { title: 'STATE', value: ({ state }) => state.toLowerCase() },
    { title: 'TRIES', value: ({ attempts }) => String(attempts), align: 'right' },
    { title: 'AGE', value: ({ event_time: time }) => printAge(time, now()), align: 'right' },
    { title: 'ANSWER', value: ({ response_status: status, error }) => error ?? String(status ?? ''), giveWay: 2, narrowest: 12 },
  ]
}
