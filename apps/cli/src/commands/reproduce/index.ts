import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, collect, parseCount } from '../../help/index.ts'
import { parsePlace } from '../../reproducing/parse-place.ts'
import { parseShare, parseTimeout, parseTolerance } from '../../reproducing/parse-options.ts'

/** `reprise reproduce RUN`: restores a run, runs it again and judges the result. */
export function addReproduceCommand(parent: Command, world: World): void {
  const command = addCommand(parent, {
    name: 'reproduce',
    about:
      'Restore a run that `reprise run` made, run it again in a fresh folder, and judge whether the results are the same. Ends with 0 when they are, to the bit or within the tolerance, with 3 when they diverged, with 4 when the run can not be reproduced here.',
    summary: 'Run a run again, and judge the result.',
    examples: [
      ['reprise reproduce 6f1c0e8a'],
      ['reprise reproduce 6f1c0e8a --repeats 5', 'enough repeats to judge results that scatter'],
      ['reprise reproduce 6f1c0e8a --explain --json', 'undo suspected causes, for programs'],
      ['reprise reproduce 6f1c0e8a --secret API_KEY=… --keep', 'with a secret that is not recorded; the folder stays'],
      ['reprise reproduce 6f1c0e8a --data /mnt/moved --data https://host/data', 'inputs that were too large to keep lie elsewhere now'],
      ['reprise reproduce 6f1c0e8a --ci', 'in a job of GitHub Actions or GitLab'],
    ],
  })
    .argument('<run>', 'id, or the beginning of it')
    .option('--dir <folder>', 'restore into this folder, which stays; it is empty or not there')
    .option('--keep', 'keep the restored folder')
    .option('--repeats <number>', 'how often to run it (default: once, and once more on a mismatch)', parseCount)
    .option('--no-control', 'no second run on a mismatch')
    .option('--tolerance <bound>', 'a relative bound such as 1e-5, or absolute=1e-8 or ulps=4; may be repeated', collect(parseTolerance))
    .option('--margin <share>', 'mean difference between paired seeds, as a share of the mean, that counts as none', parseShare)
    .option('--stdout', 'judge what the command prints, too')
    .option('--secret <name=value>', 'a secret that is not recorded; may be repeated', collect(String))
    .option('--data <folder or url>', 'where inputs may be found; each is verified; may be repeated', collect(parsePlace))
    .option('--timeout <time>', 'for everything together, such as 90s, 10m or 2h', parseTimeout)
    .option('--offline', 'ask nobody but the tracking server')
    .option('--explain', 'undo differences and run again, until it is known which bring the result back')
    .option('--max-runs <number>', 'most runs that --explain takes', parseCount, 12)
    .option('--ci', 'for CI: one ::error or ::notice line, and a summary in the file that GITHUB_STEP_SUMMARY names')
  addConnectionOptions(command, world).action(async (run: string, options) => {
    const { reproduce } = await import('./reproduce.ts')
    process.exitCode = await reproduce(run, options, world)
  })
}
