import type { View } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'

/** Deletes one after the other; what was done before a failure stays done. */
export async function deleteViews(ids: readonly string[], options: ConnectionOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const deleted: View[] = []
    for (const id of ids) {
      const { view } = await client.deleteView({ view_id: id })
      deleted.push(view)
      if (options.json !== true) world.write(`${id}  ${toCellText(view.name)}\n`)
    }
    if (options.json === true) world.write(printJson({ views: deleted }))
  })
}
