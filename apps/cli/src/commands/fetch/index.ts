import { Option } from 'commander'
import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'
import { addTransferOptions } from '../../transferring/transfer-options.ts'

export const addFetchCommand: CommandModule = (parent, world) => {
  const command = addProjectCommand(parent, {
    name: 'fetch',
    about: 'Get data from a remote into the cache.',
    examples: [['reprise fetch'], ['reprise fetch --all-branches']],
  })
  addTransferOptions(command)
    .option('--max-size <bytes>', 'nothing that is as large or larger', parseCount)
    .addOption(new Option('--type <kind...>', 'only data that are this').choices(['metrics', 'plots']))
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./fetch.ts')).fetch))
}
