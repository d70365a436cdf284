import type { ArtifactStore } from '@reprise/objects'
import { type Run, STILL_FORMAT, type StillRequest } from '@reprise/protocol'
import type { Store } from '@reprise/storage'
import { createAllowance } from './allowance.ts'
import { gatherFiles } from './gather-files.ts'
import { gatherRepeat } from './gather-repeats.ts'
import { gatherRuns, type GatheredRuns, type GatherOptions } from './gather-runs.ts'
import { chooseCharts, gatherSeries } from './gather-series.ts'
import { printData } from './print-data.ts'
import { printTitle, type StillTemplate } from './still-template.ts'

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

/** A page that shows runs without a server. The same data and time make the same bytes. Throws where a run is not there. */
export async function composeStill(parts: StillParts, request: StillRequest, options?: GatherOptions): Promise<ComposedStill> {
  const gathered = await gatherRuns(parts.store, request, options)
  return { runs: gathered.runs, pieces: print(parts, request, gathered) }
}

async function* print(
  parts: StillParts,
  { baseline: asked }: StillRequest,
  gathered: GatheredRuns,
): AsyncGenerator<string, void, undefined> {
  const { template, version, now } = parts
  const { runs, experiments } = gathered
  const leftOut = [...gathered.leftOut]
  const baseline = runs.some(({ info }) => info.run_id === asked) ? asked : undefined
  yield template.start + printTitle(titleOf(runs)) + template.middle
  const head = printData({ format: STILL_FORMAT, reprise: version, made: now(), baseline, experiments, runs })
  yield head.slice(0, -1)
  yield* printList('files', filesOf(parts, runs, leftOut))
  yield* printList('repeats', repeatsOf(parts, runs))
  yield* printList('series', seriesOf(parts, runs, leftOut))
  yield `,"left_out":${printData(leftOut)}}${template.end}`
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
    for await (const file of found.files) yield printData(file)
  }
}

async function* repeatsOf({ store, artifacts }: StillParts, runs: readonly Run[]): AsyncGenerator<string> {
  for (const run of runs) {
    const repeat = await gatherRepeat(store, artifacts, run)
    if (repeat !== undefined) yield printData(repeat)
  }
}

async function* seriesOf({ store }: StillParts, runs: readonly Run[], leftOut: string[]): AsyncGenerator<string> {
  const { keys, leftOut: withoutCharts } = chooseCharts(runs)
  leftOut.push(...withoutCharts)
  const allowance = createAllowance(MOST_IN_SERIES)
  const named = runs.map(({ info, data }) => ({ id: info.run_id, keys: new Set(data?.metrics.map((metric) => metric.key)) }))
  for (const [at, key] of keys.entries()) {
    for (const { id } of named.filter((run) => run.keys.has(key))) {
      const series = await gatherSeries(store, id, key)
      if (series === undefined) continue
      const text = printData(series)
      if (!allowance.take(text.length)) {
        leftOut.push(`Charts of the last ${keys.length - at} of ${keys.length} metrics are not whole: ask for those that matter by name.`)
        return
      }
      yield text
    }
  }
}
