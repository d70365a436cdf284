import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup } from '../../help/index.ts'

/** `reprise spool …`: what the SDK kept on disk while the server was away. */
export function addSpoolCommand(parent: Command, world: World): void {
  const group = addGroup(parent, {
    name: 'spool',
    about: 'What the SDK kept on disk while the server was away.',
    summary: 'Send what was kept while the server was away.',
    examples: [['reprise spool sync']],
  })
  const sync = addCommand(group, {
    name: 'sync',
    about: 'Send it now, each write exactly once.',
    examples: [
      ['reprise spool sync', 'each to the server it was written for'],
      ['reprise spool sync --tracking-uri http://new.lan:5000', 'all of it to another one, because the old one moved'],
      ['reprise spool sync --folder /backup/spool'],
    ],
  })
  addConnectionOptions(sync, world)
    .option('--folder <folder>', 'where the spool is (default: ~/.reprise/spool)', world.settings.spool)
    .action(async (options, command: Command) => {
      const { syncNow } = await import('./sync.ts')
      await syncNow({ ...options, isRedirected: command.getOptionValueSource('trackingUri') === 'cli' }, world)
    })
}
