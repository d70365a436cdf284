import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addInstallCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'install',
    about: 'Have git check data out after a checkout, say before a commit what has changed, and push data before a push.',
    summary: 'Put hooks into git: checkout, status and push go along.',
    examples: [['reprise install']],
  }).action(inProject(world, { failure: 1 }, async () => (await import('./install.ts')).install))
}
