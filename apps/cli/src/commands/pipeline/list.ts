import type { PipelineStateSummary } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printAge } from '../../output/values.ts'

interface ListOptions extends ConnectionOptions {
  readonly maxResults: number
}

const LARGEST_PAGE = 200
const SHORT = 8

export async function listPipelines(options: ListOptions, world: World): Promise<void> {
  const pipelines = await withClient(options, world, (client) =>
    readPages(options.maxResults, async (page) => {
      const { pipelines: items, next_page_token: next } = await client.searchPipelines(page)
      return { items, next }
    }),
  )
  if (options.json === true) return world.write(printJson({ pipelines }))
  if (pipelines.length === 0) return world.note('No pipeline was published yet: reprise pipeline publish')
  type Row = (typeof pipelines)[number]
  const name: Column<Row> = { title: 'PROJECT', value: ({ project }) => project, giveWay: 1, narrowest: 12 }
  const rest = stateColumns(world).map((column): Column<Row> => ({
    ...column,
    value: ({ latest }) => (latest === undefined ? '' : column.value(latest)),
  }))
  world.write(printTable(pipelines, [name, ...rest], { width: world.width, styleTitles: world.style.bold }).text)
}

export async function listStates(project: string, options: ListOptions, world: World): Promise<void> {
  const states = await withClient(options, world, (client) =>
    readPages(options.maxResults, async (page) => {
      const { states: items, next_page_token: next } = await client.searchPipelineStates({ project, ...page })
      return { items, next }
    }),
  )
  if (options.json === true) return world.write(printJson({ states }))
  const id: Column<PipelineStateSummary> = { title: 'STATE', value: (state) => state.state_id.slice(0, SHORT) }
  world.write(printTable(states, [id, ...stateColumns(world)], { width: world.width, styleTitles: world.style.bold }).text)
}

function stateColumns({ now }: World): Column<PipelineStateSummary>[] {
  return [
    {
      title: 'COMMIT',
      value: ({ commit, is_dirty: isDirty }) => `${commit?.slice(0, SHORT) ?? '-'}${isDirty === true ? '+' : ''}`,
      giveWay: 2,
    },
    { title: 'BRANCH', value: ({ branch }) => branch ?? '-', giveWay: 3, narrowest: 8 },
    { title: 'STAGES', value: ({ stages }) => String(stages), align: 'right' },
    { title: 'STALE', value: ({ stale }) => String(stale), align: 'right' },
    { title: 'WAITING', value: ({ waiting }) => String(waiting), align: 'right', giveWay: 4 },
    { title: 'PUBLISHED', value: ({ last_published: time }) => printAge(time, now()), align: 'right', giveWay: 5 },
  ]
}

interface Page {
  readonly max_results: number
  readonly page_token: string | undefined
}

async function readPages<Item>(
  most: number,
  read: (page: Page) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = []
  let token: string | undefined
  do {
    const { items, next } = await read({ max_results: Math.min(LARGEST_PAGE, most - all.length), page_token: token })
    all.push(...items)
    token = next
  } while (token !== undefined && all.length < most)
  return all
}
