import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addMoveCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'move',
    about: 'Give tracked data another name or place, with their .dvc file.',
    examples: [['reprise move data.csv raw.csv'], ['reprise move data.csv archive/', 'into a folder']],
  })
    .alias('mv')
    .argument('<from>', 'the data')
    .argument('<to>', 'their new name, or a folder')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./move.ts')).move))
}
