import type { CommandModule } from '../../command.ts'
import { addLeftOutCommand } from '../../project/index.ts'

export const addQueueCommand: CommandModule = (parent, world) => {
  addLeftOutCommand(parent, world, {
    name: 'queue',
    instead:
      '`reprise sweep -j N`, which goes on with --resume where it was ended; each point is recorded as a run that `reprise runs list` shows.',
  })
}
