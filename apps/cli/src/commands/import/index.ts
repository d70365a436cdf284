import type { CommandModule } from '../../command.ts'
import { parseCount } from '../../help/index.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addImportCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'import',
    about: 'Get data from another repository, track them, and keep at which commit they were there.',
    summary: 'Get data from another repository, and track them.',
    examples: [
      ['reprise import https://github.com/iterative/dataset-registry use-cases/cats-dogs'],
      ['reprise import ../models model.bin --rev v1 --out base.bin'],
      ['reprise update base.bin.dvc --rev v2'],
    ],
  })
    .argument('<url>', 'a repository: a folder, or what git can clone')
    .argument('<path>', 'data or a file in it')
    .option('-o, --out <path>', 'where they are put')
    .option('--rev <commit>', 'at which commit, branch or tag')
    .option('-f, --force', 'replace what is there')
    .option('--no-exec', 'write the .dvc file and get nothing')
    .option('--no-download', 'the same')
    .option('-j, --jobs <count>', 'requests at a time', parseCount)
    .action(inProject(world, { failure: 1, locks: true }, async () => (await import('./import.ts')).importData))
}
