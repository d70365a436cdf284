import { type Command, InvalidArgumentError } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { compareRuns } from './compare.ts'
import { changeLifecycle } from './lifecycle.ts'
import { logToRun } from './log.ts'
import { searchRuns } from './search.ts'
import { showRun } from './show.ts'

const examples = `
Examples:
  reprise runs list                                         the newest 20 of all experiments
  reprise runs list --experiment spirals -n 100
  reprise runs search "metrics.val_acc > 0.9 AND params.seed IN ('0', '1')" --order-by "metrics.val_acc DESC"
  reprise runs show 6f1c0e8a… --json
  reprise runs compare RUN RUN --diff                       only what differs
  reprise runs log RUN --metric loss=0.25@10 --param lr=0.1 --tag stage=test --artifact plot.png
  reprise runs delete RUN; reprise runs restore RUN
`

/** `reprise runs …`: list, search, show, compare, log to, delete and restore. */
export function addRunsCommand(parent: Command, world: World): void {
  const group = parent.command('runs').description('List, search, compare and manage runs.').addHelpText('after', examples)
  const list = (name: string, about: string): Command =>
    addConnectionOptions(group.command(name).description(about), world)
      .option('-e, --experiment <name...>', 'experiments by id or name (default: all)', world.settings.experimentName?.split(','))
      .option('-n, --max-results <number>', 'how many at most', parseCount, 20)
      .option('--order-by <field...>', 'such as "metrics.loss ASC"')
      .option('--columns <field...>', 'what to show, such as metrics.loss params.lr tags.stage')
      .option('--deleted', 'those that were deleted')
  list('list', 'List runs, newest first.').action((options) => searchRuns({ ...options, filter: '' }, world))
  list('search', 'Search runs; see docs/reference/search.md for the language.')
    .argument('<filter>', "such as \"metrics.acc > 0.9 AND params.model = 'small'\"")
    .action((filter: string, options) => searchRuns({ ...options, filter }, world))
  addConnectionOptions(group.command('show').description('Show one run.').argument('<run>', 'id'), world).action((run: string, options) => showRun(run, options, world))
  addConnectionOptions(group.command('compare').description('Show runs side by side.').argument('<runs...>', 'ids'), world)
    .option('--diff', 'only what differs')
    .action((runs: string[], options) => compareRuns(runs, options, world))
  addConnectionOptions(group.command('log').description('Log to a run.').argument('<run>', 'id'), world)
    .option('--metric <key=value[@step]...>', 'points')
    .option('--param <key=value...>', 'params')
    .option('--tag <key=value...>', 'tags')
    .option('--artifact <file...>', 'files')
    .option('--status <status>', 'RUNNING, SCHEDULED, FINISHED, FAILED or KILLED')
    .action((run: string, options) => logToRun(run, options, world))
  for (const name of ['delete', 'restore'] as const) {
    const about = name === 'delete' ? 'Delete runs; they can be restored until store gc.' : 'Restore deleted runs.'
    addConnectionOptions(group.command(name).description(about).argument('<runs...>', 'ids'), world).action((runs: string[], options) =>
      changeLifecycle(name, runs, options, world),
    )
  }
}

function parseCount(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new InvalidArgumentError('It must be a whole number above 0.')
}
