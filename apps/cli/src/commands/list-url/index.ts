import type { CommandModule } from '../../command.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addListUrlCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'list-url',
    about: 'List a folder of this machine or of a service, as list does a repository.',
    examples: [
      ['reprise list-url /mnt/shared/images --recursive'],
      ['reprise list-url s3://bucket/raw'],
      ['reprise list-url remote://store/raw'],
    ],
  })
    .alias('ls-url')
    .argument('<url>', 'a folder of this machine, or at ssh://, s3://, gs://, azure://, gdrive://, webdav(s):// or remote://')
    .option('-R, --recursive', 'all files below')
    .option('--size', 'print sizes in bytes')
    .action(anywhere(world, 1, async () => (await import('./list-url.ts')).listUrl))
}
