import type { CommandModule } from '../../command.ts'
import { collect } from '../../help/parse-option.ts'
import { addProjectCommand, addProjectGroup, inProject } from '../../project/index.ts'

const asIs = (text: string): string => text

export const addStageCommand: CommandModule = (parent, world) => {
  const group = addProjectGroup(parent, {
    name: 'stage',
    about: 'Define stages of a pipeline, and list them.',
    examples: [['reprise stage list'], ['reprise stage add -n train -d data -o model.pkl python train.py']],
  }).enablePositionalOptions()
  addProjectCommand(group, {
    name: 'list',
    about: 'List stages and what they make.',
    examples: [['reprise stage list --all'], ['reprise stage list --name-only']],
  })
    .argument('[targets...]', '`dvc.yaml` or `.dvc` files; default: dvc.yaml')
    .option('--all', 'of the whole project')
    .option('--fail', 'fail where a file can not be read')
    .option('-R, --recursive', 'targets may be folders')
    .option('--name-only', 'only names')
    .option('--names-only', 'only names')
    .action(inProject(world, { failure: 255 }, async () => (await import('./list.ts')).listStages))
  addProjectCommand(group, {
    name: 'add',
    about: 'Write a stage into dvc.yaml.',
    examples: [
      ['reprise stage add -n train -d data -p lr -o model.pkl -M metrics.json python train.py'],
      ['reprise stage add -f -n train --run "python train.py | tee log"', 'write it anew, and run it'],
    ],
  })
    .passThroughOptions()
    .argument('[command...]', 'what it runs')
    .requiredOption('-n, --name <name>', 'its name')
    .option('-f, --force', 'also where there is a stage of that name')
    .option('-d, --deps <path>', 'a file or folder that it needs', collect(asIs))
    .option('-p, --params <names>', 'parameters: `a,b.c` of params.yaml, `file:a,b`, or `file:` for all of a file', collect(asIs))
    .option('-o, --outs <path>', 'a file or folder that it makes', collect(asIs))
    .option('-O, --outs-no-cache <path>', 'the same, not kept in the cache', collect(asIs))
    .option('--outs-persist <path>', 'the same, not removed before it runs', collect(asIs))
    .option('--outs-persist-no-cache <path>', 'the same, neither kept nor removed', collect(asIs))
    .option('-m, --metrics <path>', 'metrics that it makes', collect(asIs))
    .option('-M, --metrics-no-cache <path>', 'the same, not kept in the cache', collect(asIs))
    .option('--plots <path>', 'data for plots that it makes', collect(asIs))
    .option('--plots-no-cache <path>', 'the same, not kept in the cache', collect(asIs))
    .option('-w, --wdir <path>', 'the folder that it runs in')
    .option('--always-changed', 'it runs each time')
    .option('--desc <text>', 'what it is for')
    .option('--run', 'run it now')
    .action(inProject(world, { failure: 255, locks: true }, async () => (await import('./add.ts')).addNewStage))
}
