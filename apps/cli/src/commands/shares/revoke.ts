import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printCount } from '../../output/values.ts'
import { findShare } from './find-shares.ts'

export async function revokeShares(links: readonly string[], options: ConnectionOptions, world: World): Promise<void> {
  let revoked = 0
  await withClient(options, world, async (client) => {
    for (const link of links) {
      // The first that is refused ends it, and it is known which were revoked.
      // oxlint-disable-next-line no-await-in-loop
      const which = await findShare(client, link)
      // oxlint-disable-next-line no-await-in-loop
      await client.revokeShare(which)
      revoked += 1
    }
  })
  if (options.json === true) return world.write(printJson({ revoked }))
  world.note(`${printCount(revoked, 'link')} revoked.`)
}
