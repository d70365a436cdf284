import type { World } from '../../command.ts'
import { confirm } from '../../confirm.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printCount } from '../../output/values.ts'
import { findHook } from './find-hook.ts'

interface DeleteOptions extends ConnectionOptions {
  readonly yes?: boolean
}

export async function deleteHook(hook: string, options: DeleteOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const { webhook_id: id, name, pending } = await findHook(client, hook)
    const waits = Number(pending) === 0 ? '' : `, with ${printCount(Number(pending), 'event')} that wait to be sent`
    const isSure = options.yes === true || (await confirm(`Delete the webhook ${name}${waits}?`, 'Add --yes to delete.', world))
    if (!isSure) return world.note('Nothing was deleted.')
    await client.deleteWebhook({ webhook_id: id })
    if (options.json === true) world.write(printJson({ webhook_id: id, name }))
    else world.note(`Deleted ${name}.`)
  })
}
