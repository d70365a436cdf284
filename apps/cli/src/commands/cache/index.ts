import type { CommandModule } from '../../command.ts'
import { addLevelOptions, addProjectCommand, addProjectGroup, anywhere, inProject } from '../../project/index.ts'

export const addCacheCommand: CommandModule = (parent, world) => {
  const cache = addProjectGroup(parent, {
    name: 'cache',
    about: 'Say where data are kept on this machine.',
    examples: [['reprise cache dir /mnt/cache']],
  })
  const dir = addProjectCommand(cache, {
    name: 'dir',
    about: 'Print or set the folder of the cache.',
    examples: [['reprise cache dir'], ['reprise cache dir --local /mnt/cache', 'only for this clone']],
  })
    .argument('[folder]', 'where data shall be kept; a relative one counts from here')
    .option('-u, --unset', 'back to .dvc/cache')
  addLevelOptions(dir).action(anywhere(world, 251, async () => (await import('./dir.ts')).setCacheFolder))
  addProjectCommand(cache, {
    name: 'migrate',
    about: 'Give data that DVC 2 has put into the cache the names of DVC 3, too; what is the same file then takes its room once.',
    examples: [['reprise cache migrate --dry'], ['reprise cache migrate --dvc-files', 'also in dvc.lock and .dvc files']],
  })
    .option('--dvc-files', 'also record digests of DVC 3 in the files of the project')
    .option('--dry', 'only say what would be done')
    .action(inProject(world, { failure: 255, locks: true }, async () => (await import('./migrate.ts')).migrateCache))
}
