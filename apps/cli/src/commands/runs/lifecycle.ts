import type { World } from '../../command.ts'
import { connect, type ConnectionOptions } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'

/** Deletes or restores runs, one after the other; what was done before a failure stays done. */
export async function changeLifecycle(change: 'delete' | 'restore', ids: readonly string[], options: ConnectionOptions, world: World): Promise<void> {
  const { client, json } = connect(options, world)
  for (const id of ids) {
    await (change === 'delete' ? client.deleteRun({ run_id: id }) : client.restoreRun({ run_id: id }))
    if (!json) world.write(`${id}  ${change === 'delete' ? 'deleted' : 'active'}\n`)
  }
  if (json) world.write(printJson({ runs: ids, lifecycle_stage: change === 'delete' ? 'deleted' : 'active' }))
}
