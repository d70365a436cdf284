import type { Webhook } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { readHooks } from './find-hook.ts'

export async function listHooks(options: ConnectionOptions, world: World): Promise<void> {
  const webhooks = await withClient(options, world, readHooks)
  if (options.json === true) return world.write(printJson({ webhooks }))
  if (webhooks.length === 0) return world.note('There are no webhooks: reprise hooks create NAME URL --on failed')
  world.write(printTable(webhooks, columns, { width: world.width, styleTitles: world.style.bold }).text)
}

const columns: Column<Webhook>[] = [
  { title: 'NAME', value: ({ name }) => name, giveWay: 1, narrowest: 12 },
  { title: 'STATUS', value: ({ status }) => status.toLowerCase() },
  {
    title: 'EVENTS',
    value: ({ subscriptions }) => subscriptions.map((event) => event.replace(/^run\./, '')).join(','),
    giveWay: 2,
    narrowest: 10,
  },
  { title: 'URL', value: ({ url }) => withoutPath(url), giveWay: 3, narrowest: 16 },
  { title: 'PENDING', value: ({ pending }) => String(pending), align: 'right' },
  { title: 'FAILED', value: ({ failed }) => String(failed), align: 'right' },
]

/** In a list the host is enough: paths of such addresses are often all that keeps others from using them. */
function withoutPath(url: string): string {
  return URL.parse(url)?.origin ?? url
}
