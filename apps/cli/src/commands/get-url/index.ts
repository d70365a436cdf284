import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addGetUrlCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'get-url',
    about: 'Get a file from a URL or a path, without tracking it; works in any folder.',
    examples: [['reprise get-url https://example.com/data.csv']],
  })
    .argument('<url>', 'a file or folder of this machine, or http(s)://…')
    .argument('[out]', 'where it is put')
    .option('-f, --force', 'replace what is there')
    .option('-j, --jobs <count>', 'as without it: one file is one request', parseCount)
    .action(anywhere(world, 1, async () => (await import('./get-url.ts')).getUrl))
}
