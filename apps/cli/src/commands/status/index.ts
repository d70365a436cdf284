import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
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
    .option('-c, --cloud', 'compare the cache with the remote instead')
    .option('-r, --remote <name>', 'with this one')
    .option('-a, --all-branches', 'with --cloud: also what the last commits of all branches use')
    .option('-T, --all-tags', 'with --cloud: also what all tags use')
    .option('-A, --all-commits', 'with --cloud: also what any commit uses')
    .option('-j, --jobs <count>', 'with --cloud: requests at a time', parseCount)
    .option('--no-updates', 'do not look whether imports could be updated')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./choose-status.ts')).printStatusOrRemote))
}
