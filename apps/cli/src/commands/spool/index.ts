import type { Command } from 'commander'
import type { World } from '../../command.ts'
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
  sync
    .option('--tracking-uri <uri>', 'send all of it to this server (default: each record to the server it was meant for)')
    .option('--folder <folder>', 'where the spool is (default: ~/.reprise/spool)', world.settings.spool)
    .action(async (options) => (await import('./sync.ts')).syncNow(options, world))
}
