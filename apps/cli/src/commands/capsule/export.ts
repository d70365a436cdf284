import { exportCapsule } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printBytes, printCount } from '../../output/values.ts'
import { withProgress } from './report-progress.ts'

/** Writes a run into a file and names it. */
export async function writeCapsule(given: string, options: ConnectionOptions & { readonly output?: string }, world: World): Promise<void> {
  const exported = await withClient(options, world, async (client) => {
    const id = await findRunId(client, given)
    const file = options.output ?? `${id.slice(0, 8)}.capsule.zip`
    return withProgress(world, (reporting) => exportCapsule(client, id, { file, ...reporting }))
  })
  if (!exported.hasRecord) world.note('The run was not made by `reprise run`: elsewhere it can be looked at, but not be reproduced.')
  const { members, ...rest } = exported
  if (options.json === true) return world.write(printJson({ ...rest, members: members.length }))
  world.note(`${printBytes(rest.size)}, ${printCount(members.length, 'file')}, ${printCount(rest.points, 'point')}`)
  world.write(`${rest.file}\n`)
}
