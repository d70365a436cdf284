import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addImportUrlCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'import-url',
    about: 'Get data from a path or URL, track them, and keep where they came from, so that they can be updated.',
    summary: 'Get data from a path or URL, and track them.',
    examples: [
      ['reprise import-url https://example.com/data.csv'],
      ['reprise import-url /mnt/shared/images data/images'],
      ['reprise import-url s3://bucket/raw data/raw', 'all that is below; also ssh://, gs://, azure://, gdrive://, webdav(s)://'],
      ['reprise import-url remote://store/raw data/raw', 'below a remote of the project, with its options'],
      ['reprise update data.csv.dvc', 'get them again when they have changed'],
    ],
  })
    .argument(
      '<url>',
      'a file or folder of this machine, or at http(s)://, ssh://, s3://, gs://, azure://, gdrive://, webdav(s):// or remote://',
    )
    .argument('[out]', 'where they are put')
    .option('-f, --force', 'replace what is there')
    .option('--no-exec', 'write the .dvc file and get nothing')
    .option('--to-remote', 'put the data into a remote, not here')
    .option('-r, --remote <name>', 'into which remote')
    .option('-j, --jobs <count>', 'how many are sent to the remote at once', parseCount)
    .option('--no-download', 'look at the data and get nothing')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./import-url.ts')).getAndTrack))
}
