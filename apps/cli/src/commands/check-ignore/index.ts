import type { CommandModule } from '../../command.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addCheckIgnoreCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'check-ignore',
    about: 'Say which paths .dvcignore files leave out, and by which line; ends with 1 when none is.',
    summary: 'Say which paths .dvcignore files leave out.',
    examples: [['reprise check-ignore --details data/tmp/x'], ['ls data/* | reprise check-ignore --stdin']],
  })
    .argument('[targets...]', 'files and folders')
    .option('-d, --details', 'print the line of the .dvcignore file, too')
    .option('-a, --all', 'with --details: all lines that match')
    .option('-n, --non-matching', 'with --details: also paths that no line matches')
    .option('--stdin', 'read paths from stdin, one a line')
    .action(inProject(world, { failure: 255 }, async () => (await import('./check-ignore.ts')).checkIgnore))
}
