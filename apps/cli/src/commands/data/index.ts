import { Option } from 'commander'
import type { CommandModule } from '../../command.ts'
import { addProjectCommand, addProjectGroup, inProject } from '../../project/index.ts'

export const addDataCommand: CommandModule = (parent, world) => {
  const data = addProjectGroup(parent, {
    name: 'data',
    about: 'Look at the data of a project.',
    examples: [['reprise data status']],
  })
  addProjectCommand(data, {
    name: 'status',
    about: 'Show how the data of the last commit, of the files that track them, and of the work tree differ.',
    examples: [
      ['reprise data status'],
      ['reprise data status --granular data/images', 'file by file'],
      ['reprise data status --json --unchanged'],
      ['reprise data status --not-in-remote', 'what is still to be pushed'],
    ],
  })
    .argument('[targets...]', 'data, .dvc files or stages; default: all')
    .option('--granular', 'also the files of folders that are tracked as a whole')
    .option('--unchanged', 'also what is the same')
    .addOption(
      new Option('--untracked-files [which]', 'files that neither git nor .dvc files know')
        .choices(['no', 'all'])
        .preset('all')
        .default('no'),
    )
    .option('--not-in-remote', 'also what the remote lacks')
    .option('-r, --remote <name>', 'with --not-in-remote: in this one')
    .option('--no-remote-refresh', 'as without it: the remote is always asked')
    .action(inProject(world, { failure: 255 }, async () => (await import('./status.ts')).showDataStatus))
}
