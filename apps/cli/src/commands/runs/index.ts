import { runStatus } from '@reprise/protocol'
import { type Command, Option } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { UsageError } from '../../failure.ts'
import { addCommand, addGroup, collect, type CommandText, parseCount, parsePair } from '../../help/index.ts'
import { parseTimeout, parseTolerance } from '../../reproducing/parse-options.ts'
import { parsePlace } from '../../reproducing/parse-place.ts'
import { addSharingCommands } from './add-sharing-commands.ts'
import { compareRuns } from './compare.ts'
import { changeLifecycle } from './lifecycle.ts'
import { logToRun } from './log.ts'
import { moveRuns } from './move.ts'
import { parseMetric, parseStatus } from './log-options.ts'
import { parseSince } from './parse-since.ts'
import { searchRuns } from './search.ts'
import { showRun } from './show.ts'

/** `reprise runs …`: list, search, show, compare, log to, export, share, move, delete and restore. */
export function addRunsCommand(parent: Command, world: World): void {
  const group = addGroup(parent, {
    name: 'runs',
    about: 'List, search, compare and manage runs. A run is named by its id or the beginning of it.',
    summary: 'List, search, compare and manage runs.',
    examples: [
      ['reprise runs list'],
      ['reprise runs search "metrics.val_acc > 0.9 AND params.seed = \'0\'"'],
      ['reprise runs compare 6f1c0e8a 02b77d51 --diff'],
    ],
  })
  const command = (text: CommandText): Command => addConnectionOptions(addCommand(group, text), world)
  const select = (text: CommandText): Command => addSelection(command(text), world)
  select({
    name: 'list',
    about: 'List runs, the newest first.',
    examples: [
      ['reprise runs list', 'the newest 20 of all experiments'],
      ['reprise runs list -e spirals -n 100 --columns metrics.loss,params.lr'],
    ],
  }).action((options) => searchRuns({ ...options, filter: '' }, world))
  select({
    name: 'search',
    about: "Search runs by metrics, params, tags and attributes, in MLflow's language and more.",
    examples: [
      ['reprise runs search "metrics.val_acc > 0.9" --order-by "metrics.val_acc DESC"'],
      ["reprise runs search \"params.model = 'small' AND tags.stage != 'test'\" -e images"],
      ['reprise runs search "attributes.verdict = \'DIVERGED\'"', 'runs that `reprise reproduce` could not repeat'],
      ['reprise runs search "attributes.status = \'FAILED\'" -q | xargs reprise runs delete', 'ids only, for another command'],
    ],
  })
    .argument('<filter>', 'such as "metrics.acc > 0.9 AND params.model = \'small\'"')
    .action((filter: string, options) => searchRuns({ ...options, filter }, world))
  command({
    name: 'show',
    about: 'Show everything about a run.',
    examples: [['reprise runs show 6f1c0e8a'], ['reprise runs show 6f1c0e8a --json']],
  })
    .argument('<run>', 'id, or the beginning of it')
    .action((run: string, options) => showRun(run, options, world))
  command({
    name: 'compare',
    about:
      'Show runs side by side, or with --group-by what runs of each kind are like: how many, how often they succeed, how long they take, whether that changes with time, and which are unlike the others.',
    summary: 'Show runs side by side, or what runs of each kind are like.',
    examples: [
      ['reprise runs compare 6f1c0e8a 02b77d51'],
      ['reprise runs compare 6f1c0e8a 02b77d51 9d3e --diff', 'only what is not the same in all of them'],
      [
        'reprise runs compare --group-by procedure_name --since 30d',
        'success, median and p95 duration, trend and anomalies of each procedure',
      ],
      ['reprise runs compare --group-by tags.team --metric rows --filter "metrics.success = 1"'],
    ],
  })
    .argument('[runs...]', 'two ids or more')
    .option('--diff', 'only what differs')
    .option('--group-by <field>', 'a param, tag or attribute, such as procedure_name or tags.team')
    .option('--metric <name>', 'with --group-by: what is compared (default: duration_seconds)')
    .option('--filter <filter>', 'with --group-by: which runs')
    .option('--since <time>', 'with --group-by: those begun since, such as 7d, 12h or 2026-11-01', (text: string) =>
      parseSince(text, world.now()),
    )
    .option('-e, --experiment <name>', 'with --group-by: an experiment by id or name; may be repeated (default: all)', collect(String))
    .option('-n, --max-results <number>', 'with --group-by: the newest so many', parseCount, 10_000)
    .action(async (runs: string[], options) => {
      if (options.groupBy === undefined) return compareRuns(runs, options, world)
      if (runs.length > 0)
        throw new UsageError('Either runs are named, or --group-by says how to group them.', 'See: reprise runs compare --help')
      await (await import('./groups/compare-groups.ts')).compareGroups(options, world)
    })
  command({
    name: 'diff',
    about:
      'Show what two runs were made from and what they left, where that differs: code, packages, data, environment, params, metrics, files.',
    summary: 'Show where two runs differ, and from what they were made.',
    examples: [
      ['reprise runs diff 6f1c0e8a 02b77d51'],
      ['reprise runs diff 6f1c0e8a 02b77d51 --explain', 'repeat the second one, undoing differences until the result of the first is back'],
      ['reprise runs diff 6f1c0e8a 02b77d51 --json'],
    ],
  })
    .argument('<first>', 'id, or the beginning of it')
    .argument('<second>', 'another')
    .option('--all', 'also what is the same')
    .option('--explain', 'run the second again with differences undone, until it is known which bring the result of the first back')
    .option('--max-runs <number>', 'most runs that --explain takes', parseCount, 12)
    .option('--tolerance <bound>', 'a relative bound such as 1e-5, or absolute=1e-8 or ulps=4; may be repeated', collect(parseTolerance))
    .option('--stdout', 'with --explain: what the command prints is to come back, too')
    .option(
      '--secret <name=value>',
      'a secret or variable that is not recorded; once for each value it had; may be repeated',
      collect(String),
    )
    .option('--data <folder or url>', 'where inputs may be found; each is verified; may be repeated', collect(parsePlace))
    .option('--timeout <time>', 'for --explain, such as 90s, 10m or 2h', parseTimeout)
    .option('--offline', 'ask nobody but the tracking server')
    .option('--keep', 'keep the folders of the runs that --explain made')
    .action(async (first: string, second: string, options) => {
      const { diffRuns } = await import('./diff.ts')
      process.exitCode = await diffRuns([first, second], options, world)
    })
  addSharingCommands(command, world)
  addLogCommand(command, world)
  command({
    name: 'move',
    about:
      'Move runs to another experiment, with all that was logged of them and the runs that are nested below them: all or none. Files stay where they are. Programs that log to them go on.',
    summary: 'Move runs to another experiment.',
    examples: [
      ['reprise runs move 6f1c0e8a 02b77d51 --to spirals'],
      ['reprise runs move 6f1c0e8a --to 3 --no-children', 'without the runs below it'],
      ['reprise runs search "params.model = \'small\'" -q | xargs reprise runs move --to small', 'what a search finds'],
    ],
  })
    .argument('<runs...>', 'ids')
    .requiredOption('--to <experiment>', 'an experiment by id or name')
    .option('--no-children', 'leave the runs below them where they are')
    .action((runs: string[], options) => moveRuns(runs, options, world))
  command({
    name: 'delete',
    about: 'Delete runs; until `store gc`, restore brings them back.',
    examples: [['reprise runs delete 6f1c0e8a 02b77d51']],
  })
    .argument('<runs...>', 'ids')
    .action((runs: string[], options) => changeLifecycle(runs, { ...options, stage: 'deleted' }, world))
  command({ name: 'restore', about: 'Restore deleted runs.', examples: [['reprise runs restore 6f1c0e8a']] })
    .argument('<runs...>', 'ids')
    .action((runs: string[], options) => changeLifecycle(runs, { ...options, stage: 'active' }, world))
}

function addSelection(command: Command, { settings }: World): Command {
  const experiments = new Option('-e, --experiment <name>', 'an experiment by id or name; may be repeated (default: all)').argParser(
    collect(String),
  )
  return command
    .addOption(
      settings.experimentName === undefined ? experiments : experiments.default([settings.experimentName], settings.experimentName),
    )
    .option('-n, --max-results <number>', 'how many at most', parseCount, 20)
    .option('--order-by <field>', 'such as "metrics.loss ASC"; may be repeated', collect(String))
    .option('--columns <fields>', 'what to show, such as metrics.loss,params.lr or min(metrics.loss)', collect(splitList))
    .option('--deleted', 'those that were deleted')
    .option('-q, --quiet', 'only ids, one a line')
}

function addLogCommand(command: (text: CommandText) => Command, world: World): void {
  command({
    name: 'log',
    about: 'Log to a run that is there. Every option may be repeated.',
    examples: [
      ['reprise runs log 6f1c0e8a --metric loss=0.25@10 --metric acc=0.9@10', 'at step 10'],
      ['reprise runs log 6f1c0e8a --param lr=0.1 --tag stage=test --artifact plot.png'],
      ['reprise runs log 6f1c0e8a --status FINISHED'],
    ],
  })
    .argument('<run>', 'id, or the beginning of it')
    .option('--metric <key=value[@step]>', 'a point of a metric', collect(parseMetric))
    .option('--param <key=value>', 'a param', collect(parsePair))
    .option('--tag <key=value>', 'a tag', collect(parsePair))
    .option('--artifact <file>', 'a file, stored under its name', collect(String))
    .addOption(new Option('--status <status>', 'the new status').choices(Object.keys(runStatus.values)).argParser(parseStatus))
    .action((run: string, options) => logToRun(run, options, world))
}

function splitList(text: string): string[] {
  return text.split(',').flatMap((field) => (field.trim() === '' ? [] : [field.trim()]))
}
