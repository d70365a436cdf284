import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addGetUrlCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'get-url',
    about: 'Get a file from a URL or a path, without tracking it; works in any folder.',
    examples: [
      ['reprise get-url https://example.com/data.csv'],
      ['reprise get-url ssh://lab.lan/data/images images', 'a folder, with the keys and hosts of ~/.ssh'],
      ['reprise get-url remote://store/raw/data.csv', 'below a remote of the project, with its options'],
    ],
  })
    .argument(
      '<url>',
      'a file or folder of this machine, or at http(s)://, ssh://, s3://, gs://, azure://, gdrive://, webdav(s):// or remote://',
    )
    .argument('[out]', 'where it is put')
    .option('-f, --force', 'replace what is there')
    .option('-j, --jobs <count>', 'how many files are got at once', parseCount)
    .action(anywhere(world, 1, async () => (await import('./get-url.ts')).getUrl))
}
