import type { Client } from '@reprise/client'
import type { Experiment } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findExperiment, withClient } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'

interface ChangeOptions extends ConnectionOptions {
  readonly apply: (client: Client, id: string) => Promise<unknown>
}

/** Finds all that are named, then changes one after the other; what was done before a failure stays done. */
export async function changeExperiments(named: readonly string[], options: ChangeOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const found = await Promise.all(named.map((name) => findExperiment(client, name)))
    const changed: Experiment[] = []
    for (const { experiment_id: id } of found) {
      await options.apply(client, id)
      const { experiment } = await client.getExperiment({ experiment_id: id })
      changed.push(experiment)
      if (options.json !== true) world.write(`${id}  ${toCellText(experiment.name)}  ${experiment.lifecycle_stage}\n`)
    }
    if (options.json === true) world.write(printJson({ experiments: changed }))
  })
}
