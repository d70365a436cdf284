import { type AnswerFor, type Int64, limits, RepriseError, type RequestFor } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { findData, findRunsOfData, idOf, isEmpty, type RunOfData, type Step, type Subject, walkLineage } from '../lineage/index.ts'
import type { Handler } from '../store.ts'
import { findRun } from './find-run.ts'
import { statusOf } from './lifecycle.ts'
import { toPageSize } from './page-size.ts'
import { readPosition, writePosition } from './position-token.ts'

const DEFAULT_DEPTH = 10
const DEFAULT_NODES = 200
const DEFAULT_PAGE = 100
const LARGEST_PAGE = 1_000
const MOST_NAMES = 5

const directions = { UP: ['up'], DOWN: ['down'], BOTH: ['up', 'down'] } as const

export const getLineage: Handler<'getLineage'> = async ({ connection }, request) => {
  const most = toPageSize(request.max_results ?? DEFAULT_NODES, limits.lineageNodes)
  const depth = toDepth(request.depth ?? DEFAULT_DEPTH)
  const first = await findFirst(connection, request)
  const { steps, edges } = await walkLineage(connection, first, { directions: directions[request.direction ?? 'BOTH'], depth, most })
  const nodes = [...steps].map(([id, step]) => toNode(id, step))
  return { root: idOf(first), nodes, edges, is_whole: nodes.every((node) => node.has_more !== true) }
}

/** Runs that made data, or read it, page by page. */
export const searchDataRuns: Handler<'searchDataRuns'> = async ({ connection }, request) => {
  const limit = toPageSize(request.max_results ?? DEFAULT_PAGE, LARGEST_PAGE)
  const [before] = readPosition(request.page_token, 1) ?? []
  const data = await findData(connection, digestOf(request), request.name)
  const table = request.role === 'MADE' ? 'outputs' : 'inputs'
  const { byKey } = await findRunsOfData(connection, [data], table, { limit: limit + 1, before })
  const { runs = [], ids = [] } = byKey.get(data.key) ?? {}
  const last = ids.length > limit ? ids[limit - 1] : undefined
  return {
    runs: (last === undefined ? runs : runs.filter(({ id }) => id >= last)).map(toRun),
    next_page_token: last === undefined ? undefined : writePosition([last]),
  }
}

async function findFirst(connection: Connection, request: RequestFor<'getLineage'>): Promise<Subject> {
  const { run_id: runId = '', digest = '' } = request
  if (runId !== '' && digest !== '') throw refused("Lineage is asked of a run or of data: give 'run_id' or 'digest', not both.")
  return runId === ''
    ? { data: await findData(connection, digestOf(request), request.name) }
    : { run: await findRun(connection, { run_id: runId }) }
}

function digestOf({ digest = '' }: { readonly digest?: string | undefined }): string {
  if (digest.trim() === '') throw refused("Missing value for required parameter 'digest'.")
  return digest
}

function toDepth(depth: Int64): number {
  if (depth < 0 || depth > limits.lineageDepth) {
    throw refused(`Invalid value ${depth} for parameter 'depth' supplied. It must be from 0 to ${limits.lineageDepth}`)
  }
  return Number(depth)
}

type Node = NonNullable<AnswerFor<'getLineage'>['nodes']>[number]

function toNode(id: string, { subject, distance, hasMore }: Step): Node {
  const { run, data } = subject
  const at = { distance, has_more: hasMore || undefined }
  if (run !== undefined) return { id, run: toRun(run), ...at }
  const called = [...new Set(data.datasets.map((dataset) => dataset.name))].slice(0, MOST_NAMES)
  const names = called.length === 0 && data.path !== undefined ? [data.path] : called
  const first = data.datasets.at(-1)
  return {
    id,
    data: {
      digest: data.digest,
      names,
      source: first?.source,
      profile: first?.profile ?? undefined,
      is_empty: isEmpty(data) || undefined,
    },
    ...at,
  }
}

function toRun(run: RunOfData) {
  return {
    run_id: run.uuid,
    run_name: run.name,
    experiment_id: String(run.experiment_id),
    status: statusOf(run.status),
    start_time: run.start_time,
    end_time: run.end_time ?? undefined,
  }
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
