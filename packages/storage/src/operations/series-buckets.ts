import { type Int64, limits, missingValue, RepriseError, toInt64 } from '@reprise/protocol'
import { type Buckets, bucketSeries, type Extent, findExtent, type Int64Column, type SeriesParts } from '../series/index.ts'
import { EncodedAnswer, type Handler } from '../store.ts'
import { encodeExactDouble } from './encode-double.ts'
import { findSeries } from './metric-history.ts'
import { driveSeries, readParts } from './series-source.ts'

const DEFAULT_BUCKETS = 1_000

/** Exact buckets, the same for all runs, so that curves can be laid over each other. */
export const getSeriesBuckets: Handler<'getSeriesBuckets'> = async (context, request) => {
  const { run_ids: uuids, x = 'step', width: count = DEFAULT_BUCKETS } = request
  if (uuids.length === 0) throw missingValue('run_ids')
  if (uuids.length > limits.runsPerHistory)
    throw refused(`At most ${limits.runsPerHistory} run_ids can be asked for at once; these are ${uuids.length}.`)
  if (count < 1 || count > limits.bucketsPerSeries) throw refused(`width must be between 1 and ${limits.bucketsPerSeries}; it is ${count}.`)
  if (request.from !== undefined && request.to !== undefined && request.from > request.to) {
    throw refused(`'from' (${request.from}) is beyond 'to' (${request.to}).`)
  }
  const runs: { readonly uuid: string; readonly parts: SeriesParts }[] = []
  for (const { uuid, runId, keyId } of await findSeries(context, [...new Set(uuids)], request.metric_key)) {
    runs.push({ uuid, parts: await readParts(context.connection, runId, keyId) })
  }
  const extents: Extent[] = []
  if (request.from === undefined || request.to === undefined) {
    for (const { parts } of runs) {
      const extent = await driveSeries(context.connection, findExtent(parts, x))
      if (extent !== undefined) extents.push(extent)
    }
  }
  const range = rangeOf(extents, request)
  if (range === undefined) return new EncodedAnswer('{}')
  const width = divide(range, count)
  const texts: string[] = []
  for (const { uuid, parts } of runs) {
    const buckets = await driveSeries(context.connection, bucketSeries(parts, { x, ...range, width }))
    if (buckets.counts.length > 0) texts.push(encodeBuckets(uuid, buckets))
  }
  return new EncodedAnswer(texts.length === 0 ? '{}' : `{"runs":[${texts.join(',')}]}`)
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

function encodeBuckets(uuid: string, buckets: Buckets): string {
  const doubles = (column: Float64Array): string => Array.from(column, encodeExactDouble).join(',')
  const integers = (column: Int64Column): string => Array.from(column as ArrayLike<Int64>, String).join(',')
  return (
    `{"run_id":${JSON.stringify(uuid)},"from":[${integers(buckets.xFirst)}],"to":[${integers(buckets.xLast)}],` +
    `"count":[${integers(buckets.counts)}],"nan_count":[${integers(buckets.nanCounts)}],"first":[${doubles(buckets.first)}],` +
    `"last":[${doubles(buckets.last)}],"min":[${doubles(buckets.min)}],"max":[${doubles(buckets.max)}],"mean":[${doubles(buckets.mean)}]}`
  )
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
