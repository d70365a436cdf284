import { toWebhookEvent } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { exitCodes } from '../../exit-codes.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { findHook } from './find-hook.ts'
import { parseEvents } from './parse-events.ts'

interface TestOptions extends ConnectionOptions {
  readonly on?: string
}

export async function testHook(hook: string, options: TestOptions, world: World): Promise<void> {
  const [event] = options.on === undefined ? [] : parseEvents(options.on)
  const { result } = await withClient(options, world, async (client) => {
    const { webhook_id: id } = await findHook(client, hook)
    return client.testWebhook({ webhook_id: id, event: event === undefined ? undefined : toWebhookEvent(event) })
  })
  if (!result.success) process.exitCode = exitCodes.failed
  if (options.json === true) return world.write(printJson({ result }))
  if (result.response_status === undefined) return world.note(toCellText(result.error_message ?? 'There was no answer.'))
  const body = toCellText(result.response_body ?? '')
  world.write(`${result.response_status}${body === '' ? '' : ` ${body}`}\n`)
}
