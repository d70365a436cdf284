import type { CommandModule } from '../../command.ts'
import { addLevelOptions, addProjectCommand, anywhere } from '../../project/index.ts'

export const addConfigCommand: CommandModule = (parent, world) => {
  const command = addProjectCommand(parent, {
    name: 'config',
    about: 'Read or set options of data and pipelines, such as core.autostage or cache.type.',
    examples: [
      ['reprise config core.autostage true', 'stage changes in git as they are made'],
      ['reprise config cache.type hardlink,symlink'],
      ['reprise config --local remote.store.password secret', 'in a file that git ignores'],
      ['reprise config --list --show-origin'],
    ],
  })
    .argument('[name]', 'section.option, or remote.name.option')
    .argument('[value]', 'what it is set to; without it the value is printed')
  addLevelOptions(command)
    .option('-u, --unset', 'take the option away')
    .option('-l, --list', 'print all options that are set')
    .option('--show-origin', 'print the file of each, too')
    .action(anywhere(world, 251, async () => (await import('./config.ts')).configure))
}
