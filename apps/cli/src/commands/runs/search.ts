import type { Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { connect, type ConnectionOptions, resolveExperimentIds } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { printDuration, printTime } from '../../output/values.ts'
import { readField } from './field.ts'

interface SearchOptions extends ConnectionOptions {
  readonly filter: string
  readonly experiment?: readonly string[]
  readonly maxResults: number
  readonly orderBy?: readonly string[]
  readonly columns?: readonly string[]
  readonly deleted?: boolean
}

const LARGEST_PAGE = 1_000

/** Prints the runs a filter finds, page by page up to the number asked for. */
export async function searchRuns(options: SearchOptions, world: World): Promise<void> {
  const { client, json } = connect(options, world)
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
      fields: json ? undefined : [...(options.columns ?? ['metrics.*']), 'tags.mlflow.runName'],
    })
    runs.push(...page.runs)
    token = page.next_page_token
  } while (token !== undefined && runs.length < options.maxResults)
  if (json) return world.write(printJson({ runs }))
  if (runs.length === 0) return world.note('No runs.')
  world.write(printTable(runs, columnsFor(runs, options.columns), world.width))
  if (token !== undefined) world.note(`There are more; -n ${options.maxResults * 5} shows more of them.`)
}

/** Without a choice, the metrics that most of these runs have. */
function columnsFor(runs: readonly Run[], chosen: readonly string[] | undefined): Column<Run>[] {
  const fields = chosen ?? commonMetrics(runs)
  return [
    { title: 'RUN', value: ({ info }) => info.run_id },
    { title: 'NAME', value: ({ info }) => info.run_name ?? '', giveWay: 1 },
    { title: 'STATUS', value: ({ info }) => info.status },
    { title: 'STARTED', value: ({ info }) => printTime(info.start_time), giveWay: 3 },
    { title: 'TOOK', value: ({ info }) => took(info), align: 'right', giveWay: 2 },
    ...fields.map(
      (field): Column<Run> => ({ title: field.replace(/^metrics\./, ''), value: (run) => readField(run, field), align: 'right', giveWay: 4 }),
    ),
  ]
}

function took({ start_time: start, end_time: end }: Run['info']): string {
  return start === undefined || end === undefined ? '-' : printDuration(Number(end) - Number(start))
}

const MOST_COLUMNS = 4

function commonMetrics(runs: readonly Run[]): string[] {
  const counts = new Map<string, number>()
  for (const { key } of runs.flatMap((run) => run.data?.metrics ?? [])) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts]
    .filter(([key]) => !key.startsWith('system/') && !key.startsWith('seed/'))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_COLUMNS)
    .map(([key]) => `metrics.${key}`)
}
