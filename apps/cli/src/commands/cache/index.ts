import type { CommandModule } from '../../command.ts'
import { addLevelOptions, addProjectCommand, addProjectGroup, anywhere } from '../../project/index.ts'

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
}
