import type { Command } from 'commander'
import type { CommandModule } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup, type CommandText } from '../../help/index.ts'

/** `reprise shares …`: links under which runs can be read. */
export const addSharesCommand: CommandModule = (parent, world) => {
  const group = addGroup(parent, {
    name: 'shares',
    about: 'Links under which runs can be read by whoever has them. `reprise runs share` makes one.',
    summary: 'List and revoke links under which runs can be read.',
    examples: [['reprise shares list'], ['reprise shares revoke http://127.0.0.1:5000/s/TOKEN']],
  })
  const command = (text: CommandText): Command => addConnectionOptions(addCommand(group, text), world)
  command({
    name: 'list',
    about: 'List links that were not revoked, the newest first.',
    examples: [['reprise shares list'], ['reprise shares list --run 6f1c0e8a --json']],
  })
    .option('--run <run>', 'only those that show this run')
    .action(async (options) => (await import('./list.ts')).listShares(options, world))
  command({
    name: 'revoke',
    about: 'Make links lead nowhere, for good.',
    examples: [['reprise shares revoke http://127.0.0.1:5000/s/TOKEN'], ['reprise shares revoke 3f9ab2c1', 'as `list` shows it']],
  })
    .argument('<links...>', 'ids of shares, as `list` shows them, or links')
    .action(async (links: string[], options) => (await import('./revoke.ts')).revokeShares(links, options, world))
}
