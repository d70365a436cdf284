import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addUnprotectCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'unprotect',
    about: 'Turn links to the cache into files that may be changed.',
    examples: [['reprise unprotect data/images']],
  })
    .argument('<targets...>', 'files and folders')
    .action(inProject(world, { failure: 1, locks: false }, async () => (await import('./unprotect.ts')).unprotect))
}
