import type { CommandModule } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, parseCount } from '../../help/index.ts'

/** `reprise lineage`: where a run or data came from, and what was made of them. */
export const addLineageCommand: CommandModule = (parent, world) => {
  addConnectionOptions(
    addCommand(parent, {
      name: 'lineage',
      about: 'Show where a run or data came from, and what was made of them: the runs that made data and those that read them.',
      summary: 'Show where a run or data came from, and what became of them.',
      examples: [
        ['reprise lineage 6f1c0e8a', 'a run'],
        ['reprise lineage models/best.pkl', 'a file or folder as it is now: it is looked for by its digest'],
        ['reprise lineage d3b07384d113edec49eaa6238ad5ff00 --up', 'only where it came from'],
        ['reprise lineage 6f1c0e8a --json'],
      ],
    }),
    world,
  )
    .argument('<what>', 'a run, a file or folder, or a digest; of runs and digests the beginning will do')
    .option('--up', 'only where it came from')
    .option('--down', 'only what was made of it')
    .option('--name <name>', 'of data whose digest is short: what runs called it')
    .option('--depth <number>', 'steps from a run to data or from data to a run, at most 50', parseCount, 10)
    .option('-n, --max-results <number>', 'runs and data at most, up to 1000', parseCount, 200)
    .action(async (what: string, options) => (await import('./lineage.ts')).showLineage(what, options, world))
}
