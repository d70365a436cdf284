import type { ArtifactStore } from '@reprise/objects'
import { createStillAxes, encodeJson, type Run, STILL_FORMAT, type StillAxes, type StillRequest } from '@reprise/protocol'
import type { Store } from '@reprise/storage'
import { createAllowance } from './allowance.ts'
import { gatherFiles } from './gather-files.ts'
import { gatherRepeat } from './gather-repeats.ts'
import { gatherRuns, type GatheredRuns, type GatherOptions } from './gather-runs.ts'
import { bucketsFor, chooseCharts, gatherSeries, packSeries } from './gather-series.ts'
import { readAhead } from './read-ahead.ts'
import { printTitle, type StillTemplate } from './still-template.ts'
import { zipPieces } from './zip-pieces.ts'

export interface StillParts {
  readonly store: Store
  readonly artifacts: ArtifactStore
  readonly template: StillTemplate
  /** Of the product. */
  readonly version: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface ComposedStill {
  readonly runs: readonly Run[]
  /** The page, piece by piece, as what it shows is read. A page that breaks off has no end, and shows nothing. */
  readonly pieces: AsyncGenerator<string, void, undefined>
}

/** Characters of files and of points. A page of them opens within seconds. */
const MOST_IN_FILES = 8 * 1_024 * 1_024
const MOST_IN_SERIES = 16 * 1_024 * 1_024
/** Series that are read at once: while one is packed, the next is read. */
const AHEAD = 4

const decoder = new TextDecoder()

/** A page that shows runs without a server. The same data and time make the same bytes. Throws where a run is not there. */
export async function composeStill(parts: StillParts, request: StillRequest, options?: GatherOptions): Promise<ComposedStill> {
  const gathered = await gatherRuns(parts.store, request, options)
  return { runs: gathered.runs, pieces: print(parts, request, gathered) }
}

async function* print(parts: StillParts, request: StillRequest, gathered: GatheredRuns): AsyncGenerator<string, void, undefined> {
  const { start, middle, end } = parts.template
  yield start + printTitle(titleOf(gathered.runs)) + middle
  yield* zipPieces(printStill(parts, request, gathered))
  yield end
}

/** The data, as docs/formats/still.md has them. */
async function* printStill(
  parts: StillParts,
  { baseline: asked }: StillRequest,
  gathered: GatheredRuns,
): AsyncGenerator<string, void, undefined> {
  const { version, now } = parts
  const { runs, experiments } = gathered
  const leftOut = [...gathered.leftOut]
  const axes = createStillAxes()
  const baseline = runs.some(({ info }) => info.run_id === asked) ? asked : undefined
  const head = printJson({ format: STILL_FORMAT, reprise: version, made: now(), baseline, experiments, runs })
  yield head.slice(0, -1)
  yield* printList('files', filesOf(parts, runs, leftOut))
  yield* printList('repeats', repeatsOf(parts, runs))
  yield* printList('series', seriesOf(parts, { runs, axes, leftOut }))
  yield `,"axes":${printJson(axes.all)},"left_out":${printJson(leftOut)}}`
}

function printJson(value: unknown): string {
  return decoder.decode(encodeJson(value))
}

function titleOf(runs: readonly Run[]): string {
  const [first] = runs
  return runs.length === 1 && first !== undefined
    ? `${first.info.run_name ?? first.info.run_id} · Reprise`
    : `${runs.length} runs · Reprise`
}

/** Entries are JSON already. */
async function* printList(name: string, entries: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let separator = `,"${name}":[`
  for await (const entry of entries) {
    yield separator + entry
    separator = ','
  }
  yield separator === ',' ? ']' : `${separator}]`
}

async function* filesOf({ artifacts }: StillParts, runs: readonly Run[], leftOut: string[]): AsyncGenerator<string> {
  for (const run of runs) {
    const found = await gatherFiles(artifacts, run, createAllowance(Math.floor(MOST_IN_FILES / runs.length)))
    leftOut.push(...found.leftOut)
    for await (const file of found.files) yield printJson(file)
  }
}

async function* repeatsOf({ store, artifacts }: StillParts, runs: readonly Run[]): AsyncGenerator<string> {
  for (const run of runs) {
    const repeat = await gatherRepeat(store, artifacts, run)
    if (repeat !== undefined) yield printJson(repeat)
  }
}

interface Gathering {
  readonly runs: readonly Run[]
  readonly axes: StillAxes
  readonly leftOut: string[]
}

async function* seriesOf({ store }: StillParts, { runs, axes, leftOut }: Gathering): AsyncGenerator<string> {
  const { keys, leftOut: withoutCharts } = chooseCharts(runs)
  leftOut.push(...withoutCharts)
  const named = runs.map(({ info, data }) => ({ runId: info.run_id, keys: new Set(data?.metrics.map((metric) => metric.key)) }))
  const all = keys.flatMap((key) => named.filter((run) => run.keys.has(key)).map(({ runId }) => ({ runId, key })))
  const wanted = all.map((one) => ({ ...one, buckets: bucketsFor(all.length) }))
  const allowance = createAllowance(MOST_IN_SERIES)
  const read = readAhead(wanted, AHEAD, async (one) => ({ one, gathered: await gatherSeries(store, one) }))
  for await (const { one, gathered } of read) {
    if (gathered === undefined) continue
    const text = printJson(packSeries(gathered, one, axes))
    if (!allowance.take(text.length)) {
      const rest = keys.length - keys.indexOf(one.key)
      leftOut.push(`Charts of the last ${rest} of ${keys.length} metrics are not whole: ask for those that matter by name.`)
      return
    }
    yield text
  }
}
