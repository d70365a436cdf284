import type { CommandModule } from '../../command.ts'
import { addProjectCommand, addProjectGroup, inProject } from '../../project/index.ts'

export const addParamsCommand: CommandModule = (parent, world) => {
  const params = addProjectGroup(parent, {
    name: 'params',
    about: 'Compare the parameters of commits.',
    examples: [['reprise params diff main']],
  })
  addProjectCommand(params, {
    name: 'diff',
    about: 'Compare the parameters of two commits, or of a commit and the work tree.',
    examples: [['reprise params diff', 'the work tree with the last commit'], ['reprise params diff v1 main --deps']],
  })
    .argument('[a_rev]', 'the old commit', 'HEAD')
    .argument('[b_rev]', 'the new one', 'workspace')
    .option('--targets [paths...]', 'files of parameters; default: all that are known')
    .option('--all', 'also what is the same')
    .option('--deps', 'only what stages depend on')
    .option('--md', 'as a table of Markdown')
    .option('--no-path', 'without the paths')
    .action(inProject(world, { failure: 255 }, async () => (await import('./diff.ts')).diffParams))
}
