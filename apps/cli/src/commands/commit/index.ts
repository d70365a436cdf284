import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addCommitCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'commit',
    about: 'Record stages and data as they are now, without running anything.',
    examples: [
      ['reprise commit', 'what was made with --no-commit'],
      ['reprise commit -f train', 'also when what it depends on has changed'],
    ],
  })
    .argument('[targets...]', 'stages, `.dvc` files, files and folders; default: all')
    .option('-f, --force', 'also what has changed, without asking')
    .option('-d, --with-deps', 'also what the targets need')
    .option('-R, --recursive', 'targets may be folders: all stages in them')
    .option('--no-relink', 'leave files as they are, whatever `cache.type` says')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./commit.ts')).commitTargets))
}
