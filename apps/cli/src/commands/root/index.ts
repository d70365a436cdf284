import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addRootCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'root',
    about: 'Print the way from here to the root of the project.',
    examples: [['cd "$(reprise root)"']],
  }).action(inProject(world, { failure: 255 }, async () => (await import('./root.ts')).printRoot))
}
