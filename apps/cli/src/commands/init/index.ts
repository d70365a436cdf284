import type { CommandModule } from '../../command.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addInitCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'init',
    about: 'Make this folder a project of data and pipelines, for reprise and dvc alike.',
    examples: [
      ['git init && reprise init'],
      ['reprise init --subdir', 'below the top of a git repository'],
      ['reprise init --no-scm', 'without git'],
    ],
  })
    .argument('[directory]', 'the folder; default: this one')
    .option('--no-scm', 'without git: nothing is written to .gitignore')
    .option('--subdir', 'make a project below the top of a git repository')
    .option('-f, --force', 'drop a project that is here, with its cache')
    .action(anywhere(world, 1, async () => (await import('./init.ts')).init))
}
