import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'
import { addTransferOptions } from '../../transferring/transfer-options.ts'

export const addPullCommand: CommandModule = (parent, world) => {
  const command = addProjectCommand(parent, {
    name: 'pull',
    about: 'Get data from a remote into the cache and the work tree.',
    examples: [['reprise pull'], ['reprise pull data/images.dvc']],
  })
  addTransferOptions(command)
    .option('-f, --force', 'also remove files that are in no cache')
    .option('--allow-missing', 'leave out what is nowhere')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./pull.ts')).pull))
}
