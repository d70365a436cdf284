import type { Command } from 'commander'
import type { CommandModule } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup, type CommandText } from '../../help/index.ts'

/** `reprise views …`: what people saved of the pages of the web interface. */
export const addViewsCommand: CommandModule = (parent, world) => {
  const group = addGroup(parent, {
    name: 'views',
    about: 'Saved views of the web interface: filters, columns and charts of a page, under a name.',
    summary: 'List and delete saved views of the web interface.',
    examples: [['reprise views list'], ['reprise views delete 5d1f0c2ab3e94c0d8a7b6f1e2d3c4b5a']],
  })
  const command = (text: CommandText): Command => addConnectionOptions(addCommand(group, text), world)
  command({
    name: 'list',
    about: 'List saved views, by name.',
    examples: [['reprise views list'], ['reprise views list -e spirals --json']],
  })
    .option('-e, --experiment <name>', 'only of this experiment, by id or name')
    .action(async (options) => (await import('./list.ts')).listViews(options, world))
  command({
    name: 'delete',
    about: 'Delete saved views. What they showed stays.',
    examples: [['reprise views delete 5d1f0c2ab3e94c0d8a7b6f1e2d3c4b5a']],
  })
    .argument('<ids...>', 'as `reprise views list` has them')
    .action(async (ids: string[], options) => (await import('./delete.ts')).deleteViews(ids, options, world))
}
