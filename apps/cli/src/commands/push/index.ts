import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'
import { addTransferOptions } from '../../transferring/transfer-options.ts'

export const addPushCommand: CommandModule = (parent, world) => {
  const command = addProjectCommand(parent, {
    name: 'push',
    about: 'Send data from the cache to a remote.',
    examples: [['reprise push'], ['reprise push data/images --remote store'], ['reprise push --run-cache', 'and what stages made']],
  })
  addTransferOptions(command).action(inProject(world, { failure: 1, locks: true }, async () => (await import('./push.ts')).push))
}
