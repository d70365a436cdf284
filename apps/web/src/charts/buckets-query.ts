import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { type Series, seriesOf } from './series.ts'

export type Axis = 'step' | 'time' | 'relative'

export interface BucketsRequest {
  readonly runIds: readonly string[]
  readonly metric: string
  readonly axis: Axis
  /** Buckets; about one per pixel. */
  readonly width: number
  readonly range?: readonly [number, number] | undefined
}

/** How many runs one request may be about. */
export const MOST_RUNS = 100

/** The curves of a metric of some runs, as exactly as so many pixels can show them. */
export function bucketsQuery({ runIds, metric, axis, width, range }: BucketsRequest) {
  return queryOptions({
    queryKey: ['series', runIds, metric, axis, width, range],
    queryFn: async ({ signal }): Promise<Series[]> => {
      const request = {
        metric_key: metric,
        x: axis === 'step' ? ('step' as const) : ('time' as const),
        width,
        ...(range === undefined || axis === 'relative' ? {} : { from: Math.floor(range[0]), to: Math.ceil(range[1]) }),
      }
      // Runs of other days have ranges of their own: together they would share the pixels of the days between.
      const groups = axis === 'relative' ? runIds.map((id) => [id]) : [runIds]
      const answers = await Promise.all(groups.map((ids) => client.getSeriesBuckets({ ...request, run_ids: [...ids] }, { signal })))
      return answers.flatMap((answer) => seriesOf(answer, axis === 'relative'))
    },
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}
