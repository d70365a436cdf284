import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addDestroyCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'destroy',
    about: 'Make this no project any more: its .dvc files, pipelines, configuration and cache go, data in the work tree stay.',
    summary: 'Remove all that makes this a project, the cache too.',
    examples: [['reprise destroy'], ['reprise destroy --force', 'without asking']],
  })
    .option('-f, --force', 'do not ask')
    .action(inProject(world, { failure: 1 }, async () => (await import('./destroy.ts')).destroy))
}
