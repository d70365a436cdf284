import { type InputOfOperation, type Int64, RepriseError, type Still, type StillSeries } from '@reprise/protocol'
import { alongMetric } from './along-metric.ts'
import { type Bucket, keptBuckets, rebucket } from './bucket.ts'
import { printColumns } from './columns.ts'
import { smooth } from './smooth.ts'

type Request = InputOfOperation<'getSeriesBuckets'>

const BUCKETS = 1_000

/** Buckets of a metric from what was kept. Throws RESOURCE_DOES_NOT_EXIST where runs have points that were not. */
export function answerSeries(still: Still, request: Request): unknown {
  const { run_ids: ids = [], metric_key: key, width = BUCKETS, x_metric_key: across } = request
  const kept = still.series.filter((one) => one.key === key && ids.includes(one.run_id))
  if (kept.length === 0) assertNone(still, ids, key)
  const found = ids.flatMap((id) => {
    const one = kept.find(({ run_id }) => run_id === id)
    return one === undefined ? [] : [{ id, buckets: bucketsOf(still, one, request) }]
  })
  const range = rangeOf(
    found.map(({ buckets }) => buckets),
    request,
  )
  const length = range.to - range.from
  const size = across === undefined ? Math.max(1, Math.ceil((length + 1) / width)) : length / width || 1
  const runs = found.map(({ id, buckets }) => ({ id, buckets: rebucket(buckets, range, size) })).filter(({ buckets }) => buckets.length > 0)
  return { runs: runs.map(({ id, buckets }) => ({ run_id: id, ...printColumns(buckets, request) })) }
}

function bucketsOf(still: Still, series: StillSeries, { x = 'step', smoothing, x_metric_key: across }: Request): Bucket[] {
  const { axes } = still
  const average = (buckets: readonly Bucket[]): readonly Bucket[] => (smoothing === undefined ? buckets : smooth(buckets, smoothing))
  const steps = keptBuckets(series, { axis: 'step', axes })
  if (across !== undefined) {
    const other = still.series.find(({ run_id, key }) => run_id === series.run_id && key === across)
    return other === undefined ? [] : alongMetric(average(steps), keptBuckets(other, { axis: 'step', axes }))
  }
  if (x === 'step') return [...average(steps)]
  // The average goes by steps; where points stand one by one, each has its own wherever it stands.
  const times = keptBuckets(series, { axis: 'time', axes }, average)
  const origin = x === 'relative' ? (times[0]?.from ?? 0) : 0
  return times.map((bucket) => ({ ...bucket, from: bucket.from - origin, to: bucket.to - origin }))
}

function rangeOf(all: readonly (readonly Bucket[])[], { from, to, x_from, x_to }: Request): { from: number; to: number } {
  const starts = all.flatMap((buckets) => buckets[0]?.from ?? [])
  const ends = all.flatMap((buckets) => buckets.at(-1)?.to ?? [])
  return { from: toNumber(from) ?? x_from ?? Math.min(...starts), to: toNumber(to) ?? x_to ?? Math.max(...ends) }
}

function toNumber(x: Int64 | undefined): number | undefined {
  return x === undefined ? undefined : Number(x)
}

function assertNone(still: Still, ids: readonly string[], key: string): void {
  const runs = still.runs.filter(({ info }) => ids.includes(info.run_id))
  if (!runs.some(({ data }) => data?.metrics.some((metric) => metric.key === key))) return
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', 'The points of this metric are not in this page.')
}
