import { type Int64, limits, missingValue, parseInt64, RepriseError } from '@reprise/protocol'
import { int64At, type PointColumns, type ReadOptions, readSeries, sampleSeries } from '../series/index.ts'
import { list, sql } from '../sql.ts'
import { EncodedAnswer, type Handler, type HandlerContext } from '../store.ts'
import { encodePoints } from './encode-points.ts'
import { runIdOf } from './find-run.ts'
import { findKeys } from './keys.ts'
import { driveSeries, readParts } from './series-source.ts'

/** Points one answer holds at most, also when no page size is given: the rest follows behind its token. */
const LARGEST_PAGE = 1_000_000

/** All points, or a page of them. A run or metric that does not exist has none. */
export const getMetricHistory: Handler<'getMetricHistory'> = async (context, request) => {
  const asked = request.max_results
  if (asked !== undefined && asked < 1)
    throw refused(`Invalid value ${asked} for parameter 'max_results' supplied. It must be a positive integer.`)
  const [series] = await findSeries(context, [runIdOf(request)], request.metric_key)
  const start = readToken(request.page_token)
  if (series === undefined) return new EncodedAnswer('{}')
  const limit = Math.min(Number(asked ?? LARGEST_PAGE), LARGEST_PAGE)
  const points = await readHistory(context, series, { from: start?.timestamp, offset: start?.seen ?? 0, limit: limit + 1 })
  const count = Math.min(limit, points.values.length)
  if (count === 0) return new EncodedAnswer('{}')
  const token = points.values.length > limit ? `,"next_page_token":"${writeToken(points, count, start)}"` : ''
  return new EncodedAnswer(`{"metrics":[${encodePoints(points, { key: request.metric_key }, 0, count)}]${token}}`)
}

/** By run id, then as {@link getMetricHistory}; `max_results` counts the points of all runs together, as in MLflow. */
export const getMetricHistoryBulk: Handler<'getMetricHistoryBulk'> = async (context, request) => {
  const uuids = request.run_id
  if (uuids.length === 0) throw refused('GetMetricHistoryBulk request must specify at least one run_id.')
  if (uuids.length > limits.runsPerHistory) {
    throw refused(
      `GetMetricHistoryBulk request cannot specify more than ${limits.runsPerHistory} run_ids. Received ${uuids.length} run_ids.`,
    )
  }
  if (request.max_results !== undefined && request.max_results < 0) throw refused('max_results must not be negative.')
  let left = Math.min(Number(request.max_results ?? limits.historyPointsPerRun), limits.historyPointsPerRun)
  const texts: string[] = []
  for (const series of await findSeries(context, [...new Set(uuids)].toSorted(), request.metric_key)) {
    if (left <= 0) break
    const points = await readHistory(context, series, { limit: left })
    left -= points.values.length
    if (points.values.length > 0) texts.push(encodePoints(points, { key: request.metric_key, runId: series.uuid }))
  }
  return new EncodedAnswer(texts.length === 0 ? '{}' : `{"metrics":[${texts.join(',')}]}`)
}

/** A sample of each run, evenly spaced by rank, with its first and last point. */
export const getMetricHistoryBulkInterval: Handler<'getMetricHistoryBulkInterval'> = async (context, request) => {
  const { run_ids: uuids, start_step: from, end_step: to, max_results: asked = limits.historyIntervalPoints } = request
  const seeDocs = 'See the API docs for more information about request parameters.'
  if (uuids.length === 0) throw missingValue('run_ids')
  if (uuids.length > limits.runsPerHistory) {
    throw refused(
      `GetMetricHistoryBulkInterval request must specify at most ${limits.runsPerHistory} run_ids. Received ${uuids.length} run_ids. ${seeDocs}`,
    )
  }
  if (asked < 1 || asked > limits.historyIntervalPoints)
    throw refused(`max_results must be between 1 and ${limits.historyIntervalPoints}. ${seeDocs}`)
  if ((from === undefined) !== (to === undefined)) throw refused('If either start step or end step are specified, both must be specified.')
  const range = from === undefined || to === undefined ? {} : { from, to }
  if (from !== undefined && to !== undefined && from > to) {
    throw refused(`end_step must be greater than start_step. Found start_step=${from} and end_step=${to}.`)
  }
  const texts: string[] = []
  for (const { runId, keyId, uuid } of await findSeries(context, uuids, request.metric_key)) {
    const parts = await readParts(context.connection, runId, keyId)
    const points = await driveSeries(context.connection, sampleSeries(parts, { ...range, limit: Number(asked) }))
    if (points.values.length > 0) texts.push(encodePoints(points, { key: request.metric_key, runId: uuid }))
  }
  return new EncodedAnswer(texts.length === 0 ? '{}' : `{"metrics":[${texts.join(',')}]}`)
}

/** One metric of one run. */
export interface FoundSeries {
  readonly uuid: string
  readonly runId: number
  readonly keyId: number
}

/** The series of one metric of some runs, in the order asked for; runs that do not exist are left out. */
export async function findSeries({ connection }: HandlerContext, uuids: readonly string[], key: string): Promise<FoundSeries[]> {
  const keyId = (await findKeys(connection, [key])).get(key)
  if (keyId === undefined) return []
  const rows = await connection.all<{ id: number; uuid: string }>(sql`select id, uuid from runs where uuid in ${list(uuids)}`)
  const ids = new Map(rows.map((row) => [row.uuid, row.id]))
  return uuids.flatMap((uuid) => {
    const runId = ids.get(uuid)
    return runId === undefined ? [] : [{ uuid, runId, keyId }]
  })
}

type Page = Omit<ReadOptions, 'order' | 'from'> & { readonly from?: Int64 | undefined }

async function readHistory({ connection }: HandlerContext, { runId, keyId }: FoundSeries, { from, ...page }: Page): Promise<PointColumns> {
  const parts = await readParts(connection, runId, keyId)
  return driveSeries(connection, readSeries(parts, { order: 'history', ...page, ...(from === undefined ? {} : { from }) }))
}

/**
 * Where a page starts: so many points of one timestamp have been seen, and all before it. Points logged meanwhile, which
 * come last as a rule, do not shift what follows.
 */
interface PageStart {
  readonly timestamp: Int64
  readonly seen: number
}

function writeToken(points: PointColumns, count: number, start: PageStart | undefined): string {
  const timestamp = int64At(points.timestamps, count - 1)
  let seen = 1
  while (seen < count && int64At(points.timestamps, count - 1 - seen) === timestamp) seen++
  if (seen === count && start?.timestamp === timestamp) seen += start.seen
  return Buffer.from(JSON.stringify([1, String(timestamp), seen])).toString('base64url')
}

function readToken(token: string | undefined): PageStart | undefined {
  if (token === undefined || token === '') return undefined
  try {
    const [version, text, seen] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as readonly unknown[]
    const timestamp = typeof text === 'string' ? parseInt64(text) : undefined
    if (version === 1 && timestamp !== undefined && typeof seen === 'number' && Number.isSafeInteger(seen) && seen >= 0)
      return { timestamp, seen }
  } catch {
    // Told below.
  }
  throw refused('Invalid page token, could not base64-decode')
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
