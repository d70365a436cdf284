import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions } from '../../connect/index.ts'
import { addCommand, addGroup, type CommandText } from '../../help/index.ts'
import { changeExperiments } from './change.ts'
import { createExperiment } from './create.ts'
import { listAllExperiments } from './list.ts'

/** `reprise experiments …`: list, make, rename, delete and restore. */
export function addExperimentsCommand(parent: Command, world: World): void {
  const group = addGroup(parent, {
    name: 'experiments',
    about: 'List and manage experiments.',
    examples: [
      ['reprise experiments list'],
      ['reprise experiments create spirals'],
      ['reprise experiments delete spirals', 'restore brings it back, with its runs'],
    ],
  })
  const command = (text: CommandText): Command => addConnectionOptions(addCommand(group, text), world)
  command({
    name: 'list',
    about: 'List experiments, the newest first.',
    examples: [['reprise experiments list'], ['reprise experiments list --deleted --json']],
  })
    .option('--deleted', 'those that were deleted')
    .action((options) => listAllExperiments(options, world))
  command({
    name: 'create',
    about: 'Make an experiment and print its id.',
    examples: [
      ['reprise experiments create spirals'],
      ['reprise experiments create images --artifact-location mlflow-artifacts:/images', 'artifacts in a folder of its own'],
    ],
  })
    .argument('<name>', 'a name that no experiment has yet')
    .option('--artifact-location <uri>', 'where artifacts of its runs go', world.settings.artifactLocation)
    .action((name: string, options) => createExperiment(name, options, world))
  command({ name: 'rename', about: 'Rename an experiment.', examples: [['reprise experiments rename spirals "spirals, wide"']] })
    .argument('<experiment>', 'id or name')
    .argument('<name>', 'the new name')
    .action((experiment: string, name: string, options) =>
      changeExperiments(
        [experiment],
        { ...options, apply: (client, id) => client.updateExperiment({ experiment_id: id, new_name: name }) },
        world,
      ),
    )
  command({
    name: 'delete',
    about: 'Delete experiments with their runs; until `store gc`, restore brings them back.',
    examples: [['reprise experiments delete spirals moons']],
  })
    .argument('<experiments...>', 'ids or names')
    .action((experiments: string[], options) =>
      changeExperiments(experiments, { ...options, apply: (client, id) => client.deleteExperiment({ experiment_id: id }) }, world),
    )
  command({ name: 'restore', about: 'Restore deleted experiments with their runs.', examples: [['reprise experiments restore spirals']] })
    .argument('<experiments...>', 'ids or names')
    .action((experiments: string[], options) =>
      changeExperiments(experiments, { ...options, apply: (client, id) => client.restoreExperiment({ experiment_id: id }) }, world),
    )
}
