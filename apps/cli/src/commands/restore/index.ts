import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, collect } from '../../help/index.ts'
import { parsePlace } from '../../reproducing/parse-place.ts'

/** `reprise restore RUN DIR`: code and data of a run in a folder, without running it. */
export function addRestoreCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'restore',
    about:
      'Restore the code and the data of a run that `reprise run` made into a new folder, every file as it was to the byte, and print the command. `.reprise/run` in the folder runs it with the recorded variables. Ends with 4, and leaves nothing behind, when something is not to be had.',
    summary: 'Restore code and data of a run into a folder.',
    examples: [
      ['reprise restore 6f1c0e8a ./as-it-was'],
      ['reprise restore 6f1c0e8a ./as-it-was --environment && ./as-it-was/.reprise/run', 'with interpreter and packages, and run it'],
      ['reprise restore 6f1c0e8a ./as-it-was --data /mnt/moved', 'inputs that were too large to keep lie elsewhere now'],
    ],
  })
    .argument('<run>', 'id, or the beginning of it')
    .argument('<folder>', 'one that is empty or not there')
    .option('--environment', 'make interpreter and packages ready as well, in .reprise/environment of the folder')
    .option('--data <folder or url>', 'where inputs may be found; each is verified; may be repeated', collect(parsePlace))
    .option('--offline', 'ask nobody but the tracking server')
  addConnectionOptions(command, world).action(async (run: string, folder: string, options) => {
    const { restore } = await import('./restore.ts')
    process.exitCode = await restore([run, folder], options, world)
  })
}
