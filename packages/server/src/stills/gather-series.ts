import type { Int64, ResponseFor, Run, StillBuckets, StillPoints, StillSeries } from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'

/** Series of up to so many points are kept whole; of longer ones, so many buckets along each axis. */
const MOST_POINTS = 1_000
const BUCKETS = 500
const MOST_CHARTS = 200
/** Curves of all charts together: each takes the store a moment. */
const MOST_SERIES = 2_000
const DIGITS = 9
/** What a machine did is looked at last. */
const SYSTEM = 'system/'

type Buckets = ResponseFor<'getSeriesBuckets'>['runs'][number]

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

/** The points of a metric of one run: all of them where they are few, else every extreme of them. Undefined where there are none. */
export async function gatherSeries(store: Store, runId: string, key: string): Promise<StillSeries | undefined> {
  const steps = await readBuckets(store, { runId, key, x: 'step' })
  if (steps === undefined) return undefined
  const count = steps.count.reduce<number>((sum, one) => sum + Number(one), 0)
  if (count <= MOST_POINTS) return { run_id: runId, key, points: exactly(await readPoints(store, runId, key), steps) }
  const times = await readBuckets(store, { runId, key, x: 'time' })
  return { run_id: runId, key, by_step: packBuckets(steps), ...(times === undefined ? {} : { by_time: packBuckets(times) }) }
}

async function readBuckets(
  store: Store,
  { runId, key, x }: { readonly runId: string; readonly key: string; readonly x: 'step' | 'time' },
): Promise<Buckets | undefined> {
  const { runs } = await ask(store, 'getSeriesBuckets', { run_ids: [runId], metric_key: key, x, width: BUCKETS })
  return runs[0]
}

async function readPoints(store: Store, runId: string, key: string): Promise<StillPoints> {
  const { metrics } = await ask(store, 'getMetricHistory', { run_id: runId, metric_key: key, max_results: MOST_POINTS })
  const ordered = metrics
    .map(({ step = 0, timestamp, value }) => ({ step: BigInt(step), time: BigInt(timestamp), value }))
    .toSorted((a, b) => compare(a.step, b.step) || compare(a.time, b.time))
  return {
    step: differences(ordered.map(({ step }) => step)),
    time: differences(ordered.map(({ time }) => time)),
    value: ordered.map(({ value }) => value),
  }
}

/** Histories have, as MLflow's do, the largest of all doubles where a value is infinite; buckets say whether one is. */
function exactly({ step, time, value }: StillPoints, { min, max }: Buckets): StillPoints {
  const isInfinite = { up: max.includes(Infinity), down: min.includes(-Infinity) }
  const infinite = (one: number): number => {
    if (isInfinite.up && one === Number.MAX_VALUE) return Infinity
    return isInfinite.down && one === -Number.MAX_VALUE ? -Infinity : one
  }
  return { step, time, value: value.map(infinite) }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function packBuckets({ from, to, count, nan_count: nans, first, last, min, max, mean }: Buckets): StillBuckets {
  return {
    from: differences(from.map(BigInt)),
    length: to.map((end, at) => toInt64(BigInt(end) - BigInt(from[at] ?? end))),
    count,
    nan_count: nans.every((one) => Number(one) === 0) ? [] : nans,
    first: first.map(round),
    last: last.map(round),
    min: min.map(round),
    max: max.map(round),
    mean: mean.map(round),
  }
}

/** A chart shows no more, and the page is half as large. */
function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : value
}

function differences(values: readonly bigint[]): Int64[] {
  return values.map((value, at) => toInt64(value - (values[at - 1] ?? 0n)))
}

function toInt64(value: bigint): Int64 {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}
