import type { World } from '../../command.ts'
import { type ConnectionOptions, findExperiment, findRunIds, withClient } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'

interface MoveOptions extends ConnectionOptions {
  /** The experiment, by id or name. */
  readonly to: string
  /** False with --no-children. */
  readonly children: boolean
}

/** Moves runs to another experiment: all that are named and, unless told otherwise, those below them; or none. */
export async function moveRuns(given: readonly string[], { to, children, ...options }: MoveOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const [ids, experiment] = await Promise.all([findRunIds(client, given), findExperiment(client, to)])
    const { experiment_id, moved } = await client.moveRuns({ run_ids: ids, experiment_id: experiment.experiment_id, children })
    if (options.json === true) return world.write(printJson({ experiment_id, moved }))
    for (const { run_id: id } of moved) world.write(`${id}  ${experiment_id}  ${toCellText(experiment.name)}\n`)
    if (moved.length === 0) world.note(`Nothing to move: ${ids.length === 1 ? 'the run is' : 'the runs are'} there already.`)
  })
}
