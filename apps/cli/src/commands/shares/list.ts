import type { Share } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunId, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printTime } from '../../output/values.ts'
import { readShares } from './find-shares.ts'

/** Of the id of a share or run: enough to name it by. */
const SHORT = 8

export async function listShares(options: ConnectionOptions & { readonly run?: string }, world: World): Promise<void> {
  const shares = await withClient(options, world, async (client) =>
    readShares(client, options.run === undefined ? undefined : await findRunId(client, options.run)),
  )
  if (options.json === true) return world.write(printJson({ shares }))
  if (shares.length === 0) return world.note('Nothing is shared: reprise runs share RUN')
  world.write(printTable(shares, columns(world.now()), { width: world.width, styleTitles: world.style.bold }).text)
}

const columns = (now: number): Column<Share>[] => [
  { title: 'ID', value: ({ share_id: id }) => id.slice(0, SHORT) },
  { title: 'TITLE', value: ({ title }) => title ?? '', giveWay: 1, narrowest: 8 },
  { title: 'RUNS', value: ({ run_ids: ids }) => printRuns(ids) },
  { title: 'MADE', value: ({ creation_time: time }) => printTime(time) },
  { title: 'ENDS', value: ({ expiry_time: time }) => (time === undefined ? 'never' : time <= now ? 'is over' : printTime(time)) },
]

function printRuns(ids: readonly string[]): string {
  const [first = ''] = ids
  return ids.length > 1 ? `${first.slice(0, SHORT)} and ${ids.length - 1} more` : first.slice(0, SHORT)
}
