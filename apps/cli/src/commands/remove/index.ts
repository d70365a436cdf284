import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addRemoveCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'remove',
    about: 'Stop tracking data, or remove stages from dvc.yaml; the data stay unless --outs says otherwise.',
    summary: 'Stop tracking data, or remove stages.',
    examples: [['reprise remove data/images.dvc'], ['reprise remove train'], ['reprise remove --outs train', 'and what it made']],
  })
    .alias('rm')
    .argument('<targets...>', '.dvc files, or stages')
    .option('--outs', 'remove the data, too')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./remove.ts')).remove))
}
