import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addGetCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'get',
    about: 'Get data or a file of a repository, without tracking them; works in any folder.',
    examples: [['reprise get ../models model.bin --out base.bin'], ['reprise get https://git.lan/team/models model.bin --rev v1']],
  })
    .argument('<url>', 'a repository: a folder, or what git can clone')
    .argument('<path>', 'data or a file in it')
    .option('-o, --out <path>', 'where they are put')
    .option('--rev <commit>', 'at which commit, branch or tag')
    .option('-f, --force', 'replace what is there')
    .option('--remote <name>', 'from this remote of the repository')
    .option('-j, --jobs <count>', 'requests at a time', parseCount)
    .action(anywhere(world, 1, async () => (await import('./get.ts')).get))
}
