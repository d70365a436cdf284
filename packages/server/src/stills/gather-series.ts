import {
  compareInt64,
  packBuckets,
  packPoints,
  type ResponseFor,
  type Run,
  type SeriesBuckets,
  type SeriesPoints,
  type StillAxes,
  type StillSeries,
  toInt64,
} from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'

/** Series of up to so many points are kept whole; of longer ones, so many buckets along each axis. */
const MOST_POINTS = 1_000
const BUCKETS = { least: 250, most: 500 } as const
/** Buckets of all series along one axis, until there are so many series that each has the least. */
const ALL_BUCKETS = 150_000
const MOST_CHARTS = 200
/** Curves of all charts together: each takes the store a moment. */
const MOST_SERIES = 2_000
/** What a machine did is looked at last. */
const SYSTEM = 'system/'

type Packed = NonNullable<ResponseFor<'getSeriesBuckets'>['runs'][number]['packed']>

/** Names of metrics that have charts, and a sentence about those that have none. */
export function chooseCharts(runs: readonly Run[]): { readonly keys: readonly string[]; readonly leftOut: readonly string[] } {
  // Pages begin with the same: they show them by name.
  const keys = [...new Set(runs.flatMap((run) => run.data?.metrics.map(({ key }) => key) ?? []))].toSorted(byName)
  const most = Math.min(MOST_CHARTS, Math.max(1, Math.floor(MOST_SERIES / Math.max(1, runs.length))))
  if (keys.length <= most) return { keys, leftOut: [] }
  return {
    keys: keys.slice(0, most),
    leftOut: [`Charts of ${keys.length - most} of ${keys.length} metrics are not here; ask for those that matter by name.`],
  }
}

function byName(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : 1)
}

function rankOf(key: string): number {
  return key.startsWith(SYSTEM) ? 1 : 0
}

/** Which series, and what of it. */
export interface WantedSeries {
  readonly runId: string
  readonly key: string
  /** Along either axis, where not all points are kept. */
  readonly buckets: number
}

/** Of how many buckets curves are made where there are so many of them: as many as a chart has pixels, and where there are very many, half. */
export function bucketsFor(series: number): number {
  return Math.max(BUCKETS.least, Math.min(BUCKETS.most, Math.floor(ALL_BUCKETS / Math.max(1, series))))
}

/** The points of a metric of one run: all of them where they are few, else every extreme of them. */
export type GatheredSeries = SeriesPoints | { readonly bySteps: SeriesBuckets; readonly byTime: SeriesBuckets | undefined }

/** Undefined where there are none. */
export async function gatherSeries(store: Store, wanted: WantedSeries): Promise<GatheredSeries | undefined> {
  // In one bucket, which costs little: how many points there are.
  const all = await readBuckets(store, { ...wanted, buckets: 1 }, 'step')
  if (all === undefined) return undefined
  if (Number(all.count[0]) <= MOST_POINTS) return exactly(await readPoints(store, wanted), all)
  const [bySteps, byTime] = await Promise.all([readBuckets(store, wanted, 'step'), readBuckets(store, wanted, 'time')])
  return { bySteps: bySteps ?? all, byTime }
}

/** As a page keeps it. */
export function packSeries(gathered: GatheredSeries, { runId: run_id, key }: WantedSeries, axes: StillAxes): StillSeries {
  const none = { points: undefined, by_step: undefined, by_time: undefined }
  if ('value' in gathered) return { run_id, key, ...none, points: packPoints(gathered, axes) }
  const { bySteps, byTime } = gathered
  return { run_id, key, ...none, by_step: packBuckets(bySteps, axes), by_time: byTime && packBuckets(byTime, axes) }
}

async function readBuckets(store: Store, { runId, key, buckets }: WantedSeries, x: 'step' | 'time'): Promise<SeriesBuckets | undefined> {
  const asked = { run_ids: [runId], metric_key: key, x, width: buckets, encoding: 'base64' } as const
  const { runs } = await ask(store, 'getSeriesBuckets', asked)
  return runs[0]?.packed && unpack(runs[0].packed)
}

function unpack({ from, to, count, nan_count: nans, first, last, min, max, mean }: Packed): SeriesBuckets {
  const integers = (text: string | undefined) => Array.from(new BigInt64Array(bytesOf(text)), toInt64)
  const counts = (text: string | undefined) => Array.from(new Uint32Array(bytesOf(text)))
  const doubles = (text: string | undefined) => new Float64Array(bytesOf(text))
  return {
    from: integers(from),
    to: integers(to),
    count: counts(count),
    nanCount: counts(nans),
    first: doubles(first),
    last: doubles(last),
    min: doubles(min),
    max: doubles(max),
    mean: doubles(mean),
  }
}

function bytesOf(text = ''): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer
}

async function readPoints(store: Store, { runId, key }: WantedSeries): Promise<SeriesPoints> {
  const { metrics } = await ask(store, 'getMetricHistory', { run_id: runId, metric_key: key, max_results: MOST_POINTS })
  const ordered = metrics.toSorted((a, b) => compareInt64(a.step ?? 0, b.step ?? 0) || compareInt64(a.timestamp, b.timestamp))
  return {
    step: ordered.map(({ step = 0 }) => step),
    time: ordered.map(({ timestamp }) => timestamp),
    value: Float64Array.from(ordered, ({ value }) => value),
  }
}

/** Histories have, as MLflow's do, the largest of all doubles where a value is infinite; buckets say whether one is. */
function exactly({ step, time, value }: SeriesPoints, { min, max }: SeriesBuckets): SeriesPoints {
  const isInfinite = { up: max.includes(Infinity), down: min.includes(-Infinity) }
  const infinite = (one: number): number => {
    if (isInfinite.up && one === Number.MAX_VALUE) return Infinity
    return isInfinite.down && one === -Number.MAX_VALUE ? -Infinity : one
  }
  return { step, time, value: value.map(infinite) }
}
