import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { printTime } from '../../output/values.ts'
import { findHook } from './find-hook.ts'

export async function showHook(hook: string, options: ConnectionOptions, world: World): Promise<void> {
  const webhook = await withClient(options, world, (client) => findHook(client, hook))
  if (options.json === true) return world.write(printJson({ webhook }))
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['id', webhook.webhook_id],
    ['url', webhook.url],
    ['status', webhook.status.toLowerCase()],
    ['events', webhook.subscriptions.join(', ')],
    ['experiments', webhook.experiment_ids.length === 0 ? 'all' : webhook.experiment_ids.join(', ')],
    ['filter', webhook.filter],
    ['description', webhook.description],
    ['signed', webhook.has_secret ? 'yes' : 'no'],
    ['made', printTime(webhook.creation_timestamp)],
    ['changed', printTime(webhook.last_updated_timestamp)],
    ['pending', String(webhook.pending)],
    ['failed', String(webhook.failed)],
  ]
  world.write(`${world.style.bold(toCellText(webhook.name))}\n`)
  for (const [title, value] of lines) if (value !== undefined) world.write(`  ${title.padEnd(12)} ${toCellText(value)}\n`)
}
