import type { World } from '../../command.ts'
import { type ConnectionOptions, listExperiments, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printTable } from '../../output/table.ts'
import { printTime } from '../../output/values.ts'

interface ListOptions extends ConnectionOptions {
  readonly deleted?: boolean
}

export async function listAllExperiments(options: ListOptions, world: World): Promise<void> {
  const view = options.deleted === true ? 'DELETED_ONLY' : 'ACTIVE_ONLY'
  const experiments = await withClient(options, world, (client) => listExperiments(client, view))
  if (options.json === true) return world.write(printJson({ experiments }))
  if (experiments.length === 0) return world.note(options.deleted === true ? 'No experiment is deleted.' : 'There are no experiments.')
  const { text } = printTable(
    experiments,
    [
      { title: 'ID', value: (experiment) => experiment.experiment_id, align: 'right' },
      { title: 'NAME', value: (experiment) => experiment.name, giveWay: 1, narrowest: 12 },
      { title: 'CREATED', value: (experiment) => printTime(experiment.creation_time), giveWay: 2 },
      { title: 'ARTIFACTS', value: (experiment) => experiment.artifact_location, giveWay: 3, narrowest: 16 },
    ],
    { width: world.width, styleTitles: world.style.bold },
  )
  world.write(text)
}
