import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addDiffCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'diff',
    about: 'Show which data were added, changed, moved or deleted between two commits, or a commit and the work tree.',
    summary: 'show which data differ between commits',
    examples: [['reprise diff', 'the work tree with the last commit'], ['reprise diff v1 main --show-hash']],
  })
    .argument('[a_rev]', 'the old commit', 'HEAD')
    .argument('[b_rev]', 'the new one; default: the work tree')
    .option('--targets [paths...]', 'only these data')
    .option('--show-hash', 'with digests')
    .option('--md', 'as a table of Markdown')
    .option('--hide-missing', 'say nothing of data that are not in the cache')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./diff.ts')).diffProject))
}
