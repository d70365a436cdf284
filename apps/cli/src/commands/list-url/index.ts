import type { CommandModule } from '../../command.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addListUrlCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'list-url',
    about: 'List a folder of this machine, as list does a repository.',
    examples: [['reprise list-url /mnt/shared/images --recursive']],
  })
    .alias('ls-url')
    .argument('<url>', 'a folder of this machine')
    .option('-R, --recursive', 'all files below')
    .option('--size', 'print sizes in bytes')
    .action(anywhere(world, 1, async () => (await import('./list-url.ts')).listUrl))
}
