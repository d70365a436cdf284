import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunIds, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'

interface LifecycleOptions extends ConnectionOptions {
  readonly stage: 'active' | 'deleted'
}

/** Finds all runs that are named, then deletes or restores one after the other; what was done before a failure stays done. */
export async function changeLifecycle(given: readonly string[], { stage, ...options }: LifecycleOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const ids = await findRunIds(client, given)
    for (const id of ids) {
      await (stage === 'deleted' ? client.deleteRun({ run_id: id }) : client.restoreRun({ run_id: id }))
      if (options.json !== true) world.write(`${id}  ${stage}\n`)
    }
    if (options.json === true) world.write(printJson({ runs: ids.map((id) => ({ run_id: id, lifecycle_stage: stage })) }))
  })
}
