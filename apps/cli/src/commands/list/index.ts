import type { CommandModule } from '../../command.ts'
import { parseWhole } from '../../help/index.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addListCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'list',
    about: 'List what a repository holds, files of git and data alike.',
    examples: [['reprise list .'], ['reprise list https://git.lan/team/models --rev v1 --recursive --dvc-only']],
  })
    .alias('ls')
    .argument('<url>', 'a repository: a folder, or what git can clone')
    .argument('[path]', 'a folder in it')
    .option('-R, --recursive', 'all files below')
    .option('-T, --tree', 'as a tree')
    .option('-L, --level <depth>', 'of a tree, or with --recursive: not deeper than that', parseWhole)
    .option('--remote <name>', 'get lists of files that its cache lacks from this remote')
    .option('--dvc-only', 'only data, not what git tracks')
    .option('--rev <commit>', 'at which commit, branch or tag')
    .option('--size', 'print sizes in bytes')
    .option('--show-hash', 'print digests')
    .action(anywhere(world, 1, async () => (await import('./list.ts')).list))
}
