import type { CommandModule } from '../../command.ts'
import { addProjectCommand, anywhere } from '../../project/index.ts'

export const addVersionCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'version',
    about: 'Print the version, the system, and the root of the project that this folder is in.',
    examples: [['reprise version']],
  }).action(anywhere(world, 255, async () => (await import('./version.ts')).printVersion))
}
