import type { Client } from '@reprise/client'
import type { View } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findExperiment, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'

interface ListOptions extends ConnectionOptions {
  readonly experiment?: string
}

const PAGE = 1_000

export async function listViews({ experiment, ...options }: ListOptions, world: World): Promise<void> {
  const views = await withClient(options, world, async (client) => {
    return readViews(client, experiment === undefined ? undefined : (await findExperiment(client, experiment)).experiment_id)
  })
  if (options.json === true) return world.write(printJson({ views }))
  if (views.length === 0) return world.note('There are no saved views.')
  world.write(printTable(views, columns, { width: world.width, styleTitles: world.style.bold }).text)
}

async function readViews(client: Client, experimentId: string | undefined): Promise<View[]> {
  const views: View[] = []
  let token: string | undefined
  do {
    const page = await client.listViews({ experiment_id: experimentId, max_results: PAGE, page_token: token })
    views.push(...page.views)
    token = page.next_page_token
  } while (token !== undefined)
  return views
}

const columns: Column<View>[] = [
  { title: 'VIEW', value: ({ view_id: id }) => id },
  { title: 'NAME', value: ({ name }) => name, giveWay: 1, narrowest: 12 },
  { title: 'PAGE', value: ({ page }) => page, giveWay: 3 },
  { title: 'EXPERIMENT', value: ({ experiment_id: id }) => id ?? '', align: 'right', giveWay: 2 },
]
