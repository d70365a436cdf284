import type { CommandModule } from '../../command.ts'
import { collect, parseCount } from '../../help/index.ts'
import { addProjectCommand, addProjectGroup, inProject } from '../../project/index.ts'
import { parseSeed } from './parse-seed.ts'

export const addSweepCommand: CommandModule = (parent, world) => {
  const sweep = addProjectGroup(parent, {
    name: 'sweep',
    about:
      'Run a pipeline with many values of its parameters, each in a work tree of its own, and compare what comes out. ' +
      '`reprise sweep -S …` is `reprise sweep run -S …`: see `reprise sweep run --help`.',
    summary: 'Run a pipeline with many values of its parameters.',
    examples: [
      ['reprise sweep -S train.lr=0.1,0.01 -S "train.epochs=range(1,5)"', 'every combination'],
      ['reprise sweep show', 'what came out'],
      ['reprise sweep apply 3', 'the values and results of point 3, here'],
    ],
  })
  addProjectCommand(sweep, {
    name: 'run',
    isDefault: true,
    about:
      'Run a sweep. Values are written as for Hydra and `dvc exp run -S`: KEY=A,B,C, range(FROM,BELOW,STEP), choice(A,B), and for --random and --tpe ' +
      'interval(FROM,TO) and tag(log, interval(FROM,TO)). +KEY=… adds a key, ~KEY removes one, FILE:KEY=… is of another file than params.yaml.',
    summary: 'Run a sweep.',
    examples: [
      ['reprise sweep -S train.lr=0.1,0.01 -S "train.epochs=range(1,5)" -j 4', 'every combination, four at once'],
      ['reprise sweep -S model.json:size=small,large train --metric results.json:acc --maximize'],
      ['reprise sweep -S "train.lr=tag(log, interval(1e-5,1e-1))" --random 20 --seed 7'],
      ['reprise sweep -S "train.lr=interval(0.001,0.1)" --tpe 50 -m results.json:loss', 'optuna looks for the least loss'],
      ['reprise sweep --resume', 'go on with the last one; what is done is not run again'],
    ],
  })
    .argument('[targets...]', 'as of `reprise repro`; default: dvc.yaml')
    .option('-S, --set-param <change>', 'values for a parameter; may be repeated', collect(String))
    .option('--random <points>', 'some points, drawn at random', parseCount)
    .option('--tpe <points>', "points that optuna's tree-structured Parzen estimator chooses by what came out before", parseCount)
    .option('--seed <number>', 'for --random and --tpe: the same seed draws the same points', parseSeed)
    .option('-m, --metric <file:key>', 'what points are compared by, in a metrics file')
    .option('--maximize', 'more of the metric is better')
    .option('--minimize', 'less is better, which is the default')
    .option('-j, --jobs <number>', 'points that run at once', parseCount, 1)
    .option('--dry', 'run nothing: list the points')
    .option('--resume [sweep]', 'go on with a sweep that was ended, or run again what failed in it; default: the newest')
    .option('--fail-fast', 'begin no other point after one that fails')
    .option('-f, --force', 'run also stages that have not changed')
    .option('--runner <name>', 'where commands run: process (here), bullmq, slurm or kubernetes')
    .option('--no-track', 'record no runs')
    .option('--tracking-uri <uri>', 'where runs are recorded; default: as is set, or a server on this machine')
    .option('-e, --experiment <name>', 'of the runs; made when it is not there')
    .action(inProject(world, { failure: 255 }, async () => (await import('./run.ts')).runSweep))
  addProjectCommand(sweep, {
    name: 'show',
    about: 'Show the points of a sweep, the best first.',
    examples: [['reprise sweep show'], ['reprise sweep show 2 --json']],
  })
    .argument('[sweep]', 'its number; default: the newest')
    .action(inProject(world, { failure: 255 }, async () => (await import('./show.ts')).showSweep))
  addProjectCommand(sweep, {
    name: 'list',
    about: 'List the sweeps of this project.',
    examples: [['reprise sweep list']],
  }).action(inProject(world, { failure: 255 }, async () => (await import('./list.ts')).listAllSweeps))
  addProjectCommand(sweep, {
    name: 'apply',
    about: 'Write the values of a point into the parameter files here, and check out what it made.',
    examples: [['reprise sweep apply 3'], ['reprise sweep apply 3 --sweep 2']],
  })
    .argument('<point>', 'its number')
    .option('--sweep <sweep>', 'the number of the sweep; default: the newest')
    .option('-f, --force', 'also over changes here that are recorded nowhere')
    .action(inProject(world, { failure: 255, locks: true }, async () => (await import('./apply.ts')).applyPoint))
  addProjectCommand(sweep, {
    name: 'remove',
    about: 'Remove what is known of sweeps. Runs that were recorded and the cache stay.',
    examples: [['reprise sweep remove 1 2']],
  })
    .argument('<sweeps...>', 'their numbers')
    .action(inProject(world, { failure: 255 }, async () => (await import('./remove.ts')).removeSweeps))
}
