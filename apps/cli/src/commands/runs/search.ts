import type { Client } from '@reprise/client'
import type { Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, resolveExperimentIds, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { toRequested } from '../../output/run-field.ts'
import { printTable } from '../../output/table.ts'
import { columnsFor } from './columns.ts'

interface SearchOptions extends ConnectionOptions {
  readonly filter: string
  readonly experiment?: readonly string[]
  readonly maxResults: number
  readonly orderBy?: readonly string[]
  readonly columns?: readonly string[]
  readonly deleted?: boolean
  readonly quiet?: boolean
}

const LARGEST_PAGE = 1_000

/** Prints the runs a filter finds, page by page up to the number asked for. */
export async function searchRuns(options: SearchOptions, world: World): Promise<void> {
  const { runs, areMore } = await withClient(options, world, (client) => findRuns(client, options))
  if (options.json === true) return world.write(printJson({ runs }))
  if (options.quiet === true) return world.write(runs.map(({ info }) => `${info.run_id}\n`).join(''))
  if (runs.length === 0) return world.note(options.filter === '' ? 'There are no runs.' : 'No run is like that.')
  const table = printTable(runs, columnsFor(runs, { chosen: options.columns, now: world.now() }), {
    width: world.width,
    styleTitles: world.style.bold,
  })
  world.write(table.text)
  const missing = (options.columns ?? []).filter((field) => table.leftOut.includes(field))
  if (missing.length > 0) world.note(`No room for ${missing.join(', ')}: make the terminal wider, or use --json.`)
  if (areMore) world.note(`There are more: -n ${options.maxResults * 5} shows more of them.`)
}

async function findRuns(client: Client, options: SearchOptions): Promise<{ runs: Run[]; areMore: boolean }> {
  const experimentIds = await resolveExperimentIds(client, options.experiment ?? [])
  const runs: Run[] = []
  let token: string | undefined
  do {
    const page = await client.searchRuns({
      experiment_ids: experimentIds,
      filter: options.filter,
      order_by: options.orderBy,
      run_view_type: options.deleted === true ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
      max_results: Math.min(LARGEST_PAGE, options.maxResults - runs.length),
      page_token: token,
      fields: fieldsFor(options),
    })
    runs.push(...page.runs)
    token = page.next_page_token
  } while (token !== undefined && runs.length < options.maxResults)
  return { runs, areMore: token !== undefined }
}

/** What the server is to send: everything for --json, otherwise what is shown. */
function fieldsFor({ json, quiet, columns }: SearchOptions): string[] | undefined {
  if (json === true) return undefined
  if (quiet === true) return ['tags.mlflow.runName']
  const requested = (columns ?? ['metrics.*', 'verdict']).map(toRequested).filter((field) => field !== undefined)
  return [...requested, 'tags.mlflow.runName']
}
