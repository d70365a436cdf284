import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addCheckoutCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'checkout',
    about: 'Bring data into the work tree as they are recorded, from the cache.',
    examples: [
      ['git checkout v1 && reprise checkout'],
      ['reprise checkout data/images.dvc'],
      ['reprise checkout --relink', 'after cache.type was changed'],
    ],
  })
    .argument('[targets...]', 'data, .dvc files or stages; without any all of them')
    .option('--summary', 'print only how many files changed')
    .option('-d, --with-deps', 'also what the targets are made from')
    .option('-R, --recursive', 'targets that are folders stand for all .dvc files in them')
    .option('-f, --force', 'also remove files that are in no cache')
    .option('--relink', 'make the links of all files anew')
    .option('--allow-missing', 'leave out what is not in the cache')
    .action(inProject(world, { failure: 255, locks: true }, async () => (await import('./checkout.ts')).checkout))
}
