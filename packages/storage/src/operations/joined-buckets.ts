import { bucketJoined, type DoubleRange, findJoinedExtent, type JoinedParts } from '../series/index.ts'
import type { HandlerContext } from '../store.ts'
import { encodeBuckets } from './encode-buckets.ts'
import { findSeries } from './metric-history.ts'
import type { BucketsRequest } from './series-buckets.ts'
import { driveSeries, readParts } from './series-source.ts'

/** Buckets along another metric of the same runs. Runs that lack either metric are left out. */
export async function bucketAlongMetric(context: HandlerContext, request: BucketsRequest, count: number): Promise<string[]> {
  const runs = await findJoined(context, request)
  const range = await findRange(context, request, runs)
  if (range === undefined) return []
  const texts: string[] = []
  for (const { uuid, parts } of runs) {
    // Two series at a time are read: many would not fit into memory at once.
    // oxlint-disable-next-line no-await-in-loop
    const buckets = await driveSeries(context.connection, bucketJoined(parts, { ...range, count, weight: request.smoothing }))
    const smoothed = request.smoothing === undefined ? undefined : buckets.smoothed
    const columns = { ...buckets, from: buckets.xFirst, to: buckets.xLast, smoothed }
    if (buckets.counts.length > 0) texts.push(encodeBuckets(uuid, columns, { ...request, isDouble: true }))
  }
  return texts
}

interface JoinedRun {
  readonly uuid: string
  readonly parts: JoinedParts
}

async function findJoined(
  context: HandlerContext,
  { run_ids: uuids, metric_key: key, x_metric_key: alongKey = '' }: BucketsRequest,
): Promise<JoinedRun[]> {
  const ids = [...new Set(uuids)]
  const along = new Map((await findSeries(context, ids, alongKey)).map(({ uuid, keyId }) => [uuid, keyId]))
  const runs: JoinedRun[] = []
  for (const { uuid, runId, keyId } of await findSeries(context, ids, key)) {
    const alongId = along.get(uuid)
    if (alongId === undefined) continue
    // One transaction has one connection.
    // oxlint-disable-next-line no-await-in-loop
    const values = await readParts(context.connection, runId, keyId)
    // oxlint-disable-next-line no-await-in-loop
    runs.push({ uuid, parts: { values, along: await readParts(context.connection, runId, alongId) } })
  }
  return runs
}

/** The range asked for; an end that is not given is that of the points of any of the runs. */
async function findRange(
  context: HandlerContext,
  { x_from: from, x_to: to }: BucketsRequest,
  runs: readonly JoinedRun[],
): Promise<DoubleRange | undefined> {
  if (from !== undefined && to !== undefined) return { from, to }
  const extents: DoubleRange[] = []
  for (const { parts } of runs) {
    // oxlint-disable-next-line no-await-in-loop
    const extent = await driveSeries(context.connection, findJoinedExtent(parts))
    if (extent !== undefined) extents.push(extent)
  }
  if (extents.length === 0) return undefined
  const range = { from: from ?? Math.min(...extents.map((one) => one.from)), to: to ?? Math.max(...extents.map((one) => one.to)) }
  return range.from > range.to ? undefined : range
}
