import type { Client } from '@reprise/client'
import { type FilterField, type FilterNode, findRunAttribute, parseRunFilter, printFilter, type Run } from '@reprise/protocol'
import { resolveExperimentIds } from '../../../connect/index.ts'
import { UsageError } from '../../../failure.ts'
import { readField } from '../../../output/run-field.ts'
import type { GroupedRun } from './group.ts'

export const DURATION = 'duration_seconds'
const PAGE = 1_000

export interface RunsToGroup {
  /** `procedure_name`, `params.model`, `tags.team`, `status`. */
  readonly groupBy: string
  readonly metric: string
  readonly filter: string
  /** Milliseconds since 1970. */
  readonly since: number | undefined
  readonly experiment: readonly string[]
  readonly maxResults: number
}

export interface CollectedRuns {
  /** The field by its whole name: `params.procedure_name`. */
  readonly field: string
  readonly groups: ReadonlyMap<string, readonly GroupedRun[]>
  readonly count: number
  /** Whether there are more, older ones. */
  readonly areMore: boolean
}

/** Reads the newest runs that have the field, page by page; of each only what the comparison needs travels and is kept. */
export async function collectRuns(client: Client, wanted: RunsToGroup): Promise<CollectedRuns> {
  const experimentIds = await resolveExperimentIds(client, wanted.experiment)
  const narrow = parseRunFilter(wanted.filter)
  const field = await findField(wanted.groupBy, async (candidate) => {
    const filter = printFilter(all([narrow, isThere(candidate)]))
    const { runs } = await client.searchRuns({ experiment_ids: experimentIds, filter, max_results: 1, fields: ['tags.mlflow.runName'] })
    return runs.length > 0
  })
  const written = field.entity === 'attribute' ? field.key : `${field.entity}s.${field.key}`
  const filter = printFilter(all([narrow, isThere(field), ...(wanted.since === undefined ? [] : [isSince(wanted.since)])]))
  const groups = new Map<string, GroupedRun[]>()
  let [count, token]: [number, string | undefined] = [0, undefined]
  do {
    const page = await client.searchRuns({
      experiment_ids: experimentIds,
      filter,
      order_by: ['start_time DESC'],
      max_results: Math.min(PAGE, wanted.maxResults - count),
      page_token: token,
      fields: [...(field.entity === 'attribute' ? [] : [written]), `metrics.${wanted.metric}`, 'metrics.success'],
    })
    for (const run of page.runs) {
      const value = String(readField(run, written) ?? '')
      const group = groups.get(value) ?? []
      group.push(toGrouped(run, wanted.metric))
      groups.set(value, group)
    }
    count += page.runs.length
    token = page.next_page_token
  } while (token !== undefined && count < wanted.maxResults)
  return { field: written, groups, count, areMore: token !== undefined }
}

function toGrouped(run: Run, metric: string): GroupedRun {
  const { run_id: id, start_time: start = 0, end_time: end, status } = run.info
  const logged = readField(run, `metrics.${metric}`)
  const took = metric === DURATION && end !== undefined && status !== 'RUNNING' ? (Number(end) - Number(start)) / 1_000 : undefined
  const success = readField(run, 'metrics.success')
  const ended = status === 'FINISHED' ? true : status === 'FAILED' || status === 'KILLED' ? false : undefined
  return {
    id,
    start: Number(start),
    value: typeof logged === 'number' ? logged : took,
    isSuccess: typeof success === 'number' ? success === 1 : ended,
  }
}

/** A bare name is an attribute, or a param where any run has one of that name, or a tag. */
async function findField(written: string, isUsed: (field: FilterField) => Promise<boolean>): Promise<FilterField> {
  const attribute = findRunAttribute(written)
  if (attribute !== undefined) return attribute
  const [, entity, key = ''] = /^(param|tag|metric)(?:s|eter|eters)?\.(.+)$/s.exec(written) ?? []
  if (entity === 'metric')
    throw new UsageError(`${written} is a number, and no kind of run.`, 'Group by a param or tag: --group-by procedure_name')
  if (entity === 'param' || entity === 'tag') return { entity, key }
  const param: FilterField = { entity: 'param', key: written }
  const tag: FilterField = { entity: 'tag', key: written }
  return !(await isUsed(param)) && (await isUsed(tag)) ? tag : param
}

const position = { offset: 0, length: 0 }

function isThere(field: FilterField): FilterNode | undefined {
  return field.entity === 'attribute' ? undefined : { kind: 'null', field, negated: true, position }
}

function isSince(time: number): FilterNode {
  return { kind: 'comparison', field: { entity: 'attribute', key: 'start_time' }, comparator: '>=', value: time, position }
}

function all(nodes: readonly (FilterNode | undefined)[]): FilterNode {
  const operands = nodes.filter((node) => node !== undefined && !(node.kind === 'and' && node.operands.length === 0)) as FilterNode[]
  const [only] = operands
  return operands.length === 1 && only !== undefined ? only : { kind: 'and', operands, position }
}
