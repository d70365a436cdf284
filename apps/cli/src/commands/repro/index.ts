import type { CommandModule } from '../../command.ts'
import { collect, parseCount, parsePair } from '../../help/parse-option.ts'
import { addProjectCommand, inProject } from '../../project/index.ts'

export const addReproCommand: CommandModule = (parent, world) => {
  addProjectCommand(parent, {
    name: 'repro',
    about: 'Run the stages of a pipeline that have changed, and those that depend on them.',
    examples: [
      ['reprise repro', 'all stages of ./dvc.yaml'],
      ['reprise repro --dry', 'what would run, and why'],
      ['reprise repro train -j 4 -k', 'four stages at once; those that can go on after a failure do'],
      ['reprise repro --experiment spirals --run-name baseline', 'recorded as a run of that name, a run below it for each stage'],
      ['reprise repro --untracked', 'which files stages read or write without declaring them'],
      ['reprise repro --runner slurm -j 8', 'commands run as jobs of Slurm'],
    ],
  })
    .argument('[targets...]', 'stages, groups, `file:stage`, `dvc.yaml` or `.dvc` files; default: dvc.yaml')
    .option('-f, --force', 'run also what has not changed')
    .option('-i, --interactive', 'ask before each stage')
    .option('-s, --single-item', 'only the targets, not what they need')
    .option('-p, --pipeline', 'all stages that are connected with the targets')
    .option('-P, --all-pipelines', 'all stages of the project')
    .option('-R, --recursive', 'targets may be folders: all stages in them')
    .option('--downstream', 'the targets and what depends on them')
    .option('--force-downstream', 'run also what depends on a stage that ran')
    .option('--pull', 'bring data that are missing from the remote')
    .option('--allow-missing', 'data that are missing count as unchanged when what is recorded of them is')
    .option('--dry', 'run nothing: say what would run, and why')
    .option('-k, --keep-going', 'after a failure go on with stages that do not depend on it')
    .option('--ignore-errors', 'after a failure go on with all stages')
    .option('--glob', 'targets are patterns for names of stages')
    .option('--no-commit', 'do not take outputs into the cache')
    .option('--no-run-cache', 'run also what was run before with the same inputs')
    .option('-j, --jobs <number>', 'stages that run at once', parseCount)
    .option('--runner <name>', 'where commands run: process (here), bullmq, slurm or kubernetes')
    .option('--untracked', 'watch stages, and list files that they read or write without declaring them')
    .option('--no-track', 'record no runs')
    .option('--tracking-uri <uri>', 'where runs are recorded; default: as is set, or a server on this machine')
    .option('-e, --experiment <name>', 'of the runs; made when it is not there')
    .option('--run-name <name>', 'of the run of the pipeline; default: its targets, or its folder')
    .option('--tag <key=value>', 'a tag of the run of the pipeline; may be repeated', collect(parsePair))
    .action(inProject(world, { failure: 255, locks: true }, async () => (await import('./repro.ts')).reproduceStages))
}
