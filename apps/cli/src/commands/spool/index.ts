import { syncSpool } from '@reprise/sdk'
import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions, connect, type ConnectionOptions } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'

const examples = `
Examples:
  reprise spool sync                      sends what could not be sent while the server was away
  reprise spool sync --folder ./spool
`

interface SyncOptions extends ConnectionOptions {
  readonly folder?: string
}

/** `reprise spool sync`: replays what the SDK kept on disk, each write exactly once. */
export function addSpoolCommand(parent: Command, world: World): void {
  const group = parent.command('spool').description('What the SDK kept on disk while the server was away.')
  addConnectionOptions(group.command('sync').description('Send it now.').addHelpText('after', examples), world)
    .option('--folder <folder>', 'where the spool is', world.settings.spool)
    .action(async (options: SyncOptions) => {
      const { client, json } = connect(options, world)
      const report = await syncSpool({ client, ...(options.folder === undefined ? {} : { folder: options.folder }) })
      world.write(json ? printJson(report) : `${Object.entries(report).map(([name, count]) => `${name}: ${String(count)}`).join('\n')}\n`)
    })
}
