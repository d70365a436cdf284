import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand } from '../../help/index.ts'

/** `reprise restore RUN DIR`: code and data of a run in a folder, without running it. */
export function addRestoreCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'restore',
    about:
      'Restore the code and the data of a run that `reprise run` made into a new folder, every file as it was to the byte. Ends with 4 when something is not to be had.',
    summary: 'Restore code and data of a run into a folder.',
    examples: [['reprise restore 6f1c0e8a ./as-it-was']],
  })
    .argument('<run>', 'id, or the beginning of it')
    .argument('<folder>', 'one that is empty or not there')
  addConnectionOptions(command, world).action(async (run: string, folder: string, options) => {
    const { restore } = await import('./restore.ts')
    process.exitCode = await restore([run, folder], options, world)
  })
}
