import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addStatusCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'status',
    about: 'Say which stages and data are not as they were recorded, and why.',
    examples: [
      ['reprise status', 'with old and new values of what changed'],
      ['reprise status train --with-deps', 'a stage and what it needs'],
      ['reprise status --json --why', 'for programs, with the values'],
    ],
  })
    .argument('[targets...]', 'stages, `.dvc` files, files and folders; default: all')
    .option('-d, --with-deps', 'also what the targets need')
    .option('-R, --recursive', 'targets may be folders: all stages in them')
    .option('--why', 'with --json: also `{"reasons": […]}` for each stage, with old and new values')
    .option('--no-updates', 'do not look whether imports could be updated')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./status.ts')).printStatus))
}
