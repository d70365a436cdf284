import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addUnfreezeCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'unfreeze',
    about: 'Let frozen stages depend on things again.',
    examples: [['reprise unfreeze train']],
  })
    .argument('<targets...>', 'stages or `.dvc` files')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./unfreeze.ts')).unfreezeStages))
}
