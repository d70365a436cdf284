import type { Command } from 'commander'
import type { World } from '../../command.ts'
import { addConnectionOptions, connect, type ConnectionOptions, findExperiment, listExperiments } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printTable } from '../../output/table.ts'
import { printTime } from '../../output/values.ts'

const examples = `
Examples:
  reprise experiments list
  reprise experiments create spirals
  reprise experiments rename spirals spirals-2
  reprise experiments delete spirals      with its runs; restore brings them back
  reprise experiments restore spirals
`

/** `reprise experiments …`: list, make, rename, delete and restore. */
export function addExperimentsCommand(parent: Command, world: World): void {
  const group = parent.command('experiments').description('List and manage experiments.').addHelpText('after', examples)
  addConnectionOptions(group.command('list').description('List experiments, newest first.'), world)
    .option('--deleted', 'those that were deleted')
    .action((options: ListOptions) => list(options, world))
  addConnectionOptions(group.command('create').description('Make an experiment.').argument('<name>'), world)
    .option('--artifact-location <uri>', 'where artifacts of its runs go', world.settings.artifactLocation)
    .action((name: string, options: CreateOptions) => create(name, options, world))
  addConnectionOptions(group.command('rename').description('Rename an experiment.').argument('<experiment>', 'id or name').argument('<name>', 'the new name'), world).action(
    (experiment: string, name: string, options: ConnectionOptions) =>
      change(experiment, options, world, (client, id) => client.updateExperiment({ experiment_id: id, new_name: name })),
  )
  addConnectionOptions(group.command('delete').description('Delete an experiment and its runs; they can be restored.').argument('<experiment>', 'id or name'), world).action(
    (experiment: string, options: ConnectionOptions) => change(experiment, options, world, (client, id) => client.deleteExperiment({ experiment_id: id })),
  )
  addConnectionOptions(group.command('restore').description('Restore a deleted experiment and its runs.').argument('<experiment>', 'id or name'), world).action(
    (experiment: string, options: ConnectionOptions) => change(experiment, options, world, (client, id) => client.restoreExperiment({ experiment_id: id })),
  )
}

interface ListOptions extends ConnectionOptions {
  readonly deleted?: boolean
}

interface CreateOptions extends ConnectionOptions {
  readonly artifactLocation?: string
}

async function list(options: ListOptions, world: World): Promise<void> {
  const { client, json } = connect(options, world)
  const experiments = await listExperiments(client, options.deleted === true ? 'DELETED_ONLY' : 'ACTIVE_ONLY')
  if (json) return world.write(printJson({ experiments }))
  if (experiments.length === 0) return world.note('No experiments.')
  world.write(
    printTable(
      experiments,
      [
        { title: 'ID', value: (experiment) => experiment.experiment_id, align: 'right' },
        { title: 'NAME', value: (experiment) => experiment.name, giveWay: 1 },
        { title: 'CREATED', value: (experiment) => printTime(experiment.creation_time) },
        { title: 'ARTIFACTS', value: (experiment) => experiment.artifact_location, giveWay: 2 },
      ],
      world.width,
    ),
  )
}

async function create(name: string, options: CreateOptions, world: World): Promise<void> {
  const { client, json } = connect(options, world)
  const { experiment_id: id } = await client.createExperiment({ name, artifact_location: options.artifactLocation })
  world.write(json ? printJson({ experiment_id: id }) : `${id}\n`)
}

type Change = (client: ReturnType<typeof connect>['client'], id: string) => Promise<unknown>

async function change(named: string, options: ConnectionOptions, world: World, apply: Change): Promise<void> {
  const { client, json } = connect(options, world)
  const { experiment_id: id } = await findExperiment(client, named)
  await apply(client, id)
  const { experiment } = await client.getExperiment({ experiment_id: id })
  world.write(json ? printJson({ experiment }) : `${id}  ${experiment.name}  ${experiment.lifecycle_stage}\n`)
}
