import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { backupStore } from './backup.ts'
import { checkStore } from './fsck.ts'
import { collectGarbage } from './gc.ts'

const examples = `
Examples:
  reprise store gc --older-than 30d --dry-run   what would go
  reprise store gc --yes                        everything that was deleted, for good
  reprise store fsck
  reprise store backup runs-2026-11-21.db
A running server holds its store: stop it first, or give gc and fsck --tracking-uri to have the server do it.
`

/** `reprise store …`: garbage collection, checks and backups. */
export function addStoreCommand(parent: Command, world: World): void {
  const group = parent.command('store').description('Collect garbage, check and back up a store.').addHelpText('after', examples)
  const onStore = (command: Command): Command =>
    command.option('--store <place>', 'a file, or postgresql://…', world.settings.store).option('--json', 'print JSON')
  onStore(group.command('gc').description('Delete for good what was deleted, artifacts too, and give the space back.'))
    .option('--artifacts <folder>', 'where its artifacts are (default: beside the store)', world.settings.artifacts)
    .option('--older-than <age>', 'only what was deleted longer ago, such as 30d, 12h or 0s', '0s')
    .option('--dry-run', 'only say what would go')
    .option('--yes', 'do not ask')
    .option('--tracking-uri <url>', 'have this server do it')
    .action((options) => collectGarbage(options, world))
  onStore(group.command('fsck').description('Verify every block, row and reference. Changes nothing.'))
    .option('--tracking-uri <url>', 'have this server do it')
    .action((options) => checkStore(options, world))
  onStore(group.command('backup').description('Write a consistent copy.').argument('<target>', 'a file that does not exist')).action((target: string, options) =>
    backupStore(target, options, world),
  )
}
