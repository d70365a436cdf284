import { RepriseError } from '@reprise/protocol/errors'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printCount } from '../../output/values.ts'
import { findHook } from './find-hook.ts'

interface RedeliverOptions extends ConnectionOptions {
  readonly delivery?: string
}

export async function redeliverHook(hook: string | undefined, options: RedeliverOptions, world: World): Promise<void> {
  if ((hook === undefined) === (options.delivery === undefined)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'Name a webhook, or one delivery with --delivery.')
  }
  const { deliveries } = await withClient(options, world, async (client) =>
    client.redeliver(hook === undefined ? { delivery_id: options.delivery } : { webhook_id: (await findHook(client, hook)).webhook_id }),
  )
  if (options.json === true) world.write(printJson({ deliveries }))
  else world.note(`${printCount(Number(deliveries), 'event')} will be sent again.`)
}
