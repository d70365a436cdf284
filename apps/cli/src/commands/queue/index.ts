import type { CommandModule } from '../../command.ts'
import { addLeftOutCommand } from '../../project/index.ts'

export const addQueueCommand: CommandModule = (parent, world) => {
  addLeftOutCommand(parent, world, {
    name: 'queue',
    instead: 'the shell: one `reprise repro` after another, each recorded as a run that `reprise runs list` shows.',
  })
}
