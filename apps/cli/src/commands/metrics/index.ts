import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, addProjectGroup, inProject } from '../../project/index.ts'

export const addMetricsCommand: CommandModule = (parent, world) => {
  const metrics = addProjectGroup(parent, {
    name: 'metrics',
    about: 'Show and compare the metrics of commits.',
    examples: [['reprise metrics show --all-branches'], ['reprise metrics diff main']],
  })
  addProjectCommand(metrics, {
    name: 'show',
    about: 'Print metrics.',
    examples: [
      ['reprise metrics show'],
      ['reprise metrics show --all-tags --md'],
      ['reprise metrics show results/', 'of these files only'],
    ],
  })
    .argument('[targets...]', 'files, and folders of files; default: all metrics')
    .option('-a, --all-branches', 'of all branches')
    .option('-T, --all-tags', 'of all tags')
    .option('-A, --all-commits', 'of all commits')
    .option('--md', 'as a table of Markdown')
    .option('-R, --recursive', 'as without it: folders are always searched')
    .option('--precision <n>', 'digits behind the point; default: 5', parseCount)
    .action(inProject(world, { failure: 255 }, async () => (await import('./show.ts')).showMetrics))

  addProjectCommand(metrics, {
    name: 'diff',
    about: 'Compare the metrics of two commits, or of a commit and the work tree.',
    examples: [['reprise metrics diff', 'the work tree with the last commit'], ['reprise metrics diff v1 main --md']],
  })
    .argument('[a_rev]', 'the old commit', 'HEAD')
    .argument('[b_rev]', 'the new one', 'workspace')
    .option('--targets [paths...]', 'files, and folders of files; default: all metrics')
    .option('-R, --recursive', 'as without it: folders are always searched')
    .option('--all', 'also what is the same')
    .option('--md', 'as a table of Markdown')
    .option('--no-path', 'without the paths')
    .option('--precision <n>', 'digits behind the point; default: 5', parseCount)
    .action(inProject(world, { failure: 255 }, async () => (await import('./diff.ts')).diffMetrics))
}
