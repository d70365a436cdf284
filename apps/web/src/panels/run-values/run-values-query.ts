import type { Run } from '@reprise/protocol'
import { queryOptions } from '@tanstack/react-query'
import { client } from '../../server/client.ts'
import { nameOfRun } from '../../values/name-of-run.ts'
import type { PanelContext } from '../kind.ts'
import { columnOf, type Cell } from './column.ts'
import { parseField, type Field } from './field.ts'
import { MOST_VALUED, type RunValues } from './run-values.ts'

const RUNS_PER_PAGE = 1_000
/** How often values are read again. Not with every change: a sweep makes several runs a second, each a reason to read thousands. */
const AGAIN_MILLISECONDS = 15_000

/** The values of some fields of all runs of the table's search, read by pages that carry nothing else. */
export function runValuesQuery({ experimentIds, search }: Pick<PanelContext, 'experimentIds' | 'search'>, ids: readonly string[]) {
  return queryOptions({
    queryKey: ['values', experimentIds, search, ids],
    queryFn: async ({ signal }): Promise<RunValues> => {
      const fields = ids.map((id) => parseField(id)).filter((field) => field !== undefined)
      const { runs, hasMore } = await readRuns({ experimentIds, search, fields }, signal)
      return {
        runs: runs.map(({ info }) => ({ id: info.run_id, name: nameOfRun(info), runIds: [info.run_id] })),
        columns: fields.map((field) => columnOf(field.id, runs.map(cellReader(field)))),
        hasMore,
      }
    },
    // While another search is read; other fields are other columns.
    placeholderData: (before, query) => (JSON.stringify(query?.queryKey[3]) === JSON.stringify(ids) ? before : undefined),
    // Thousands of rows: comparing them all costs more than drawing them again.
    structuralSharing: false,
    staleTime: AGAIN_MILLISECONDS,
    refetchInterval: ({ state }) => AGAIN_MILLISECONDS * ((state.data?.runs.length ?? 0) > RUNS_PER_PAGE ? 4 : 1),
  })
}

interface Wanted extends Pick<PanelContext, 'experimentIds' | 'search'> {
  readonly fields: readonly Field[]
}

async function readRuns({ experimentIds, search, fields }: Wanted, signal: AbortSignal): Promise<{ runs: Run[]; hasMore: boolean }> {
  const runs: Run[] = []
  let page_token: string | undefined
  do {
    const answer = await client.searchRuns(
      {
        experiment_ids: [...experimentIds],
        filter: search.filter,
        order_by: [...search.orderBy],
        run_view_type: search.deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
        fields: ['tags.mlflow.parentRunId', ...projectionOf(fields)],
        max_results: Math.min(RUNS_PER_PAGE, MOST_VALUED - runs.length),
        ...(page_token === undefined ? {} : { page_token }),
      },
      { signal },
    )
    runs.push(...answer.runs)
    page_token = answer.next_page_token
  } while (page_token !== undefined && runs.length < MOST_VALUED)
  return { runs, hasMore: page_token !== undefined }
}

function projectionOf(fields: readonly Field[]): string[] {
  const data = fields.filter(({ entity }) => entity !== 'attributes')
  return [...new Set(data.map(({ entity, key, part }) => (part === 'last' ? `${entity}.${key}` : `${part}(${entity}.${key})`)))]
}

function cellReader({ entity, key, part }: Field): (run: Run) => Cell {
  if (part !== 'last') return ({ data }) => data?.summaries.find((summary) => summary.key === key)?.[part]
  if (entity === 'metrics') return ({ data }) => data?.metrics.find((metric) => metric.key === key)?.value
  if (entity === 'attributes') return (run) => attributeOf(run, key)
  return ({ data }) => {
    const entry = data?.[entity].find((one) => one.key === key)
    return entry === undefined ? undefined : (entry.value ?? '')
  }
}

function attributeOf({ info }: Run, key: string): Cell {
  if (key === 'duration')
    return info.start_time === undefined || info.end_time === undefined
      ? undefined
      : (Number(info.end_time) - Number(info.start_time)) / 1_000
  if (key === 'start_time' || key === 'end_time') return info[key] === undefined ? undefined : Number(info[key])
  if (key === 'run_name' || key === 'status' || key === 'user_id' || key === 'run_id') return info[key]
  return undefined
}
