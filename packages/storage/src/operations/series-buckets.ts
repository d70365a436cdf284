import { type Int64, limits, missingValue, type RequestFor, RepriseError, toInt64 } from '@reprise/protocol'
import { bucketSeries, type Extent, findExtent, type SeriesParts, smoothSeries } from '../series/index.ts'
import { EncodedAnswer, type Handler, type HandlerContext } from '../store.ts'
import { encodeBuckets, shiftColumn } from './encode-buckets.ts'
import { bucketAlongMetric } from './joined-buckets.ts'
import { findSeries } from './metric-history.ts'
import { driveSeries, readParts } from './series-source.ts'

const DEFAULT_BUCKETS = 1_000

export type BucketsRequest = RequestFor<'getSeriesBuckets'>

/** Exact buckets, the same for all runs, so that curves can be laid over each other. */
export const getSeriesBuckets: Handler<'getSeriesBuckets'> = async (context, request) => {
  checkRequest(request)
  const count = request.width ?? DEFAULT_BUCKETS
  const texts =
    request.x_metric_key === undefined ? await bucketAlongAxis(context, request, count) : await bucketAlongMetric(context, request, count)
  return new EncodedAnswer(texts.length === 0 ? '{}' : `{"runs":[${texts.join(',')}]}`)
}

function checkRequest({ run_ids: uuids, width = DEFAULT_BUCKETS, smoothing, from, to, ...request }: BucketsRequest): void {
  if (uuids.length === 0) throw missingValue('run_ids')
  if (uuids.length > limits.runsPerHistory)
    throw refused(`At most ${limits.runsPerHistory} run_ids can be asked for at once; these are ${uuids.length}.`)
  if (width < 1 || width > limits.bucketsPerSeries) throw refused(`width must be between 1 and ${limits.bucketsPerSeries}; it is ${width}.`)
  if (from !== undefined && to !== undefined && from > to) throw refused(`'from' (${from}) is beyond 'to' (${to}).`)
  if (smoothing !== undefined && !(smoothing >= 0 && smoothing < 1))
    throw refused(`smoothing must be at least 0 and below 1; it is ${smoothing}.`)
  const isMetric = request.x_metric_key !== undefined
  for (const [name, value] of Object.entries({ x: request.x, from, to })) {
    if (isMetric && value !== undefined) throw refused(`'${name}' can not be given with x_metric_key; the range is x_from and x_to.`)
  }
  for (const [name, value] of Object.entries({ x_from: request.x_from, x_to: request.x_to })) {
    if (!isMetric && value !== undefined) throw refused(`'${name}' is given, but no x_metric_key.`)
    if (value !== undefined && !Number.isFinite(value)) throw refused(`'${name}' must be finite; it is ${value}.`)
  }
  if (request.x_from !== undefined && request.x_to !== undefined && request.x_from > request.x_to) {
    throw refused(`'x_from' (${request.x_from}) is beyond 'x_to' (${request.x_to}).`)
  }
}

interface Found {
  readonly uuid: string
  readonly parts: SeriesParts
  /** What x is counted from: where the run's own series begins, on a relative axis. */
  readonly origin: Int64
  readonly extent: Extent | undefined
}

async function bucketAlongAxis(context: HandlerContext, request: BucketsRequest, count: number): Promise<string[]> {
  const axis = request.x === 'step' || request.x === undefined ? 'step' : 'time'
  const runs = await findParts(context, request)
  const range = rangeOf(
    runs.flatMap(({ extent }) => extent ?? []),
    request,
  )
  if (range === undefined) return []
  const width = divide(range, count)
  const texts: string[] = []
  for (const { uuid, parts, origin } of runs) {
    const options = { x: axis, from: plus(range.from, origin), to: plus(range.to, origin), width } as const
    // Blocks of many runs would not fit into memory at once.
    // oxlint-disable-next-line no-await-in-loop
    const buckets = await driveSeries(context.connection, bucketSeries(parts, options))
    if (buckets.counts.length === 0) continue
    const smoothed =
      request.smoothing === undefined
        ? undefined
        : // oxlint-disable-next-line no-await-in-loop
          await driveSeries(context.connection, smoothSeries(parts, buckets, { ...options, weight: request.smoothing }))
    const [from, to] = [shiftColumn(buckets.xFirst, origin), shiftColumn(buckets.xLast, origin)]
    texts.push(encodeBuckets(uuid, { ...buckets, from, to, smoothed }, request))
  }
  return texts
}

async function findParts(context: HandlerContext, { run_ids: uuids, metric_key: key, x, from, to }: BucketsRequest): Promise<Found[]> {
  const runs: Found[] = []
  const isWhole = from === undefined || to === undefined
  for (const { uuid, runId, keyId } of await findSeries(context, [...new Set(uuids)], key)) {
    // One transaction has one connection.
    // oxlint-disable-next-line no-await-in-loop
    const parts = await readParts(context.connection, runId, keyId)
    const extent =
      isWhole || x === 'relative'
        ? // oxlint-disable-next-line no-await-in-loop
          await driveSeries(context.connection, findExtent(parts, x === undefined || x === 'step' ? 'step' : 'time'))
        : undefined
    const origin = x === 'relative' ? (extent?.from ?? 0) : 0
    runs.push({ uuid, parts, origin, extent: extent && { from: minus(extent.from, origin), to: minus(extent.to, origin) } })
  }
  return runs
}

function rangeOf(
  extents: readonly Extent[],
  asked: { readonly from?: Int64 | undefined; readonly to?: Int64 | undefined },
): Extent | undefined {
  const from = asked.from ?? least(extents.map((extent) => extent.from))
  const to =
    asked.to ??
    least(
      extents.map((extent) => extent.to),
      -1,
    )
  return from === undefined || to === undefined || from > to ? undefined : { from, to }
}

/** The least of some integers, or with a sign of -1 the greatest. */
function least(integers: readonly Int64[], sign = 1): Int64 | undefined {
  const [first, ...others] = integers
  return first === undefined
    ? undefined
    : others.reduce((best, other) => ((sign === 1 ? other < best : other > best) ? other : best), first)
}

/** The width at which so many buckets cover a range. */
function divide({ from, to }: Extent, count: number): Int64 {
  const length = BigInt(to) - BigInt(from) + 1n
  return toInt64((length + BigInt(count) - 1n) / BigInt(count))
}

function plus(a: Int64, b: Int64): Int64 {
  return toInt64(clamp(BigInt(a) + BigInt(b)))
}

function minus(a: Int64, b: Int64): Int64 {
  return toInt64(clamp(BigInt(a) - BigInt(b)))
}

/** Beyond the integers of 64 bits there is nothing that could be meant. */
function clamp(value: bigint): bigint {
  const [low, high] = [-(2n ** 63n), 2n ** 63n - 1n]
  return value < low ? low : value > high ? high : value
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
