import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addUpdateCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'update',
    about: 'Get imported data again where they have changed since.',
    examples: [['reprise update data.csv.dvc'], ['reprise update model.dvc --rev v2', 'of a repository: from this commit on']],
  })
    .argument('<targets...>', '.dvc files of imports')
    .option('--rev <commit>', 'of imports from repositories: the commit from now on')
    .option('-R, --recursive', 'targets may be folders: all imports in them')
    .option('--no-download', 'record what has changed and get nothing')
    .option('-j, --jobs <count>', 'requests at a time', parseCount)
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./update.ts')).update))
}
