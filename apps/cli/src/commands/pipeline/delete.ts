import type { World } from '../../command.ts'
import { confirm } from '../../confirm.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { findStateId } from './find-state.ts'

interface DeleteOptions extends ConnectionOptions {
  readonly state?: string
  readonly yes?: boolean
}

export async function deletePipeline(project: string, options: DeleteOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const stateId = await findStateId(client, project, options.state)
    const what = stateId === undefined ? `${project} with all its states` : `the state ${stateId} of ${project}`
    const isSure = options.yes === true || (await confirm(`Forget ${what}, for good?`, 'Add --yes to delete.', world))
    if (!isSure) return world.note('Nothing was deleted.')
    await client.deletePipeline({ project, state_id: stateId })
    if (options.json === true) world.write(printJson({ project, state_id: stateId }))
    else world.note(`Forgot ${what}.`)
  })
}
