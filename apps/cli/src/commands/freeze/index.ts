import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addFreezeCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'freeze',
    about: 'Freeze stages: what they depend on does not count any more.',
    examples: [['reprise freeze train']],
  })
    .argument('<targets...>', 'stages or `.dvc` files')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./freeze.ts')).freezeStages))
}
