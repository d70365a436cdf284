import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'

interface CreateOptions extends ConnectionOptions {
  readonly artifactLocation?: string
}

/** Prints only the id, for `id=$(reprise experiments create …)`. */
export async function createExperiment(name: string, options: CreateOptions, world: World): Promise<void> {
  const made = await withClient(options, world, (client) => client.createExperiment({ name, artifact_location: options.artifactLocation }))
  world.write(options.json === true ? printJson({ experiment_id: made.experiment_id }) : `${made.experiment_id}\n`)
}
