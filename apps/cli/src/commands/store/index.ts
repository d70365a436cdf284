import { type Command, Option } from 'commander'
import type { World } from '../../command.ts'
import { hidePassword } from '../../connect/index.ts'
import { addCommand, addGroup, type CommandText } from '../../help/index.ts'
import { parseAge } from './parse-age.ts'

/** `reprise store …`: garbage collection, checks and backups. */
export function addStoreCommand(parent: Command, world: World): void {
  const { settings } = world
  const group = addGroup(parent, {
    name: 'store',
    about: 'Collect garbage, check and back up a store. A running server holds its store: --tracking-uri has it do the work.',
    summary: 'Collect garbage, check and back up a store.',
    examples: [['reprise store gc --older-than 30d --dry-run'], ['reprise store fsck'], ['reprise store backup runs-2026-11-21.db']],
  })
  const command = (text: CommandText): Command =>
    addCommand(group, text)
      .addOption(new Option('--store <place>', 'a file, or postgresql://…').default(settings.store, hidePassword(settings.store)))
      .option('--tracking-uri <url>', 'have the server at this address do it, to its own store')
  command({
    name: 'gc',
    about: 'Delete for good what was deleted, artifacts too, and give the space back. Asks first.',
    examples: [
      ['reprise store gc --older-than 30d --dry-run', 'what would go'],
      ['reprise store gc --yes', 'everything that was deleted, without a question'],
      ['reprise store gc --tracking-uri http://127.0.0.1:5000 --yes', 'while the server runs'],
    ],
  })
    .option('--artifacts <folder>', 'where its artifacts are (default: beside the store)', settings.artifacts)
    .addOption(
      new Option('--older-than <age>', 'only what was deleted longer ago, such as 30d, 12h or 0s').argParser(parseAge).default(0, '0s'),
    )
    .option('--dry-run', 'only say what would go')
    .option('--yes', 'do not ask')
    .action(async (options) => (await import('./gc.ts')).collectGarbage(options, world))
  command({
    name: 'fsck',
    about: 'Verify every block, row and reference. Changes nothing.',
    examples: [['reprise store fsck'], ['reprise store fsck --store postgresql://user@db/reprise --json']],
  }).action(async (options) => (await import('./fsck.ts')).checkStore(options, world))
  command({
    name: 'backup',
    about: 'Write a consistent copy, as a store in one file. Artifacts are files: copy their folder besides.',
    examples: [
      ['reprise store backup runs-2026-11-21.db'],
      ['reprise store backup copy.db --store postgresql://user@db/reprise', 'from PostgreSQL into a file'],
      ['reprise store backup copy.db --tracking-uri http://127.0.0.1:5000', 'while the server runs'],
      ['reprise server --store runs-2026-11-21.db', 'a backup is a store'],
    ],
  })
    .argument('<target>', 'a file that does not exist')
    .action(async (target: string, options) => (await import('./backup.ts')).backupStore(target, options, world))
}
