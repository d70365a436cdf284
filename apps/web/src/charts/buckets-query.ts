import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { type Axis, isMetricAxis } from './axis.ts'
import { type Series, seriesOf } from './series.ts'

export interface BucketsRequest {
  readonly runIds: readonly string[]
  readonly metric: string
  readonly axis: Axis
  /** Buckets; about one per pixel. */
  readonly width: number
  /** 0 to below 1. */
  readonly smoothing: number
  readonly range?: readonly [number, number] | undefined
}

/** How many runs one request may be about. */
export const MOST_RUNS = 100

/** The curves of a metric of some runs, as exactly as so many pixels can show them. */
export function bucketsQuery({ runIds, metric, axis, width, smoothing, range }: BucketsRequest) {
  return queryOptions({
    queryKey: ['series', runIds, metric, axis, width, smoothing, range],
    queryFn: async ({ signal }): Promise<Series[]> => {
      const request = {
        run_ids: [...runIds],
        metric_key: metric,
        width,
        encoding: 'base64',
        ...placeOf(axis, range),
        ...(smoothing > 0 ? { smoothing } : {}),
      } as const
      return seriesOf(await client.getSeriesBuckets(request, { signal }), { metric, axis, smoothing })
    },
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}

function placeOf(axis: Axis, range: readonly [number, number] | undefined) {
  if (isMetricAxis(axis)) {
    const along = { x_metric_key: axis.slice('metrics.'.length) }
    return range === undefined ? along : { ...along, x_from: range[0], x_to: range[1] }
  }
  return range === undefined ? { x: axis } : { x: axis, from: toInteger(Math.floor(range[0])), to: toInteger(Math.ceil(range[1])) }
}

/** Steps reach as far as 64 bits do. */
function toInteger(value: number): number | bigint {
  if (Number.isSafeInteger(value)) return value
  return BigInt.asIntN(64, BigInt(Math.max(-(2 ** 63), Math.min(2 ** 63 - 2_048, value))))
}
