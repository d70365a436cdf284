import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, findRunIds, readTarget, withClient } from '../../connect/index.ts'
import { UsageError } from '../../failure.ts'
import { printJson } from '../../output/json.ts'

interface ShareOptions extends ConnectionOptions {
  readonly baseline?: string
  readonly metrics?: readonly string[]
  readonly title?: string
  /** Milliseconds since 1970. */
  readonly expires?: number
}

/** Makes a link under which runs can be read, and prints it. */
export async function shareRuns(given: readonly string[], options: ShareOptions, world: World): Promise<void> {
  const target = readTarget(options.trackingUri)
  if (target.kind !== 'server') {
    throw new UsageError('A folder has no server that could show runs to others.', 'Export them to a file: reprise runs export')
  }
  const { share, token } = await withClient(options, world, async (client) => {
    const run_ids = await findRunIds(client, given)
    const baseline = options.baseline === undefined ? undefined : await findRunId(client, options.baseline)
    const { metrics, title, expires: expiry_time } = options
    return client.createShare({ run_ids, baseline, metrics, title, expiry_time })
  })
  const link = `${target.url.replace(/\/+$/, '').replace(/\/\/[^/@]*@/, '//')}/s/${token}`
  if (options.json === true) return world.write(printJson({ link, share }))
  world.note(
    share.expiry_time === undefined
      ? `The link is good until it is revoked: reprise shares revoke ${share.share_id}`
      : 'Whoever has the link can read them.',
  )
  world.write(`${link}\n`)
}
