import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addAddCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'add',
    about: 'Track data files and folders: git keeps a small .dvc file, the cache the data.',
    examples: [
      ['reprise add data/images'],
      ["reprise add --glob 'data/*.csv'"],
      ['reprise add data/images/new.png', 'a file of a tracked folder'],
      ['reprise add /mnt/shared/big.bin --out data/big.bin', 'data from elsewhere'],
    ],
  })
    .argument('<targets...>', 'files and folders')
    .option('--no-commit', 'record them without taking them into the cache')
    .option('--glob', 'the targets are patterns')
    .option('-o, --out <path>', 'where data from elsewhere are put')
    .option('--to-remote', 'put data from elsewhere into a remote, not here')
    .option('-r, --remote <name>', 'into which remote')
    .option('--remote-jobs <number>', 'how many are sent to the remote at once', parseCount)
    .option('-f, --force', 'replace what is at --out')
    .option('--no-relink', 'leave files as they are, whatever cache.type says')
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./add.ts')).add))
}
