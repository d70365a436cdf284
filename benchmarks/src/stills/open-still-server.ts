import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, type RunningRepriseServer, startRepriseServer } from '@reprise/testing'
import { createExperiment, post, repeatInParallel } from '../load/api.ts'
import type { Connection } from '../load/connection.ts'
import { START } from '../web/plans.ts'

export interface LoggedSizes {
  readonly runs: number
  /** Of each run, and points of each of them. */
  readonly metrics: number
  readonly points: number
}

/** A server over runs that are made once for each size and kept in the cache of the checkout. */
export async function openStillServer(sizes: LoggedSizes): Promise<RunningRepriseServer & { readonly runs: readonly string[] }> {
  const folder = join(cacheFolder, 'benchmarks', 'stills', Object.values(sizes).join('-'))
  const ready = join(folder, 'ready.json')
  const start = () => startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts') })
  if (!existsSync(ready)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    await using server = await start()
    writeFileSync(ready, JSON.stringify(await logRuns(new URL(server.url), sizes)))
  }
  return { ...(await start()), runs: JSON.parse(readFileSync(ready, 'utf8')) as string[] }
}

/** Points of one request. */
const BATCH = 1_000

async function logRuns(url: URL, { runs, metrics, points }: LoggedSizes): Promise<string[]> {
  const experiment_id = await createExperiment(url, 'stills')
  return repeatInParallel(url, runs, async (connection, at) => {
    const create = { experiment_id, run_name: `run ${at}`, start_time: START }
    const { run } = await post<{ run: { info: { run_id: string } } }>(url, connection, ['/runs/create', create])
    const { run_id } = run.info
    await post(url, connection, ['/runs/log-batch', { run_id, params: [{ key: 'seed', value: `${at}` }] }])
    for (let metric = 0; metric < metrics; metric++) await logSeries(url, connection, { run_id, run: at, metric, points })
    await post(url, connection, ['/runs/update', { run_id, status: 'FINISHED', end_time: START + points * 250 }])
    return run_id
  })
}

interface Series {
  readonly run_id: string
  readonly run: number
  readonly metric: number
  readonly points: number
}

async function logSeries(url: URL, connection: Connection, { run_id, run, metric, points }: Series): Promise<void> {
  const { name, valueAt } = kindOf(metric)
  const key = `${name}_${metric}`
  for (let from = 0; from < points; from += BATCH) {
    const metrics = Array.from({ length: Math.min(BATCH, points - from) }, (_, at) => {
      const step = from + at
      // Some four a second, and seconds for an evaluation now and then: evenly spread over steps, they are not over time.
      const timestamp = START + step * 250 + Math.floor(step / 300) * 3_000 + Math.floor(40 * noise(run, step))
      return { key, value: valueAt(step / points, noise(run * 64 + metric, step)), step, timestamp }
    })
    await post(url, connection, ['/runs/log-batch', { run_id, metrics }])
  }
}

interface Kind {
  readonly name: string
  /** Of how far the run has come, from 0 to 1, and of chance. */
  valueAt(part: number, chance: number): number
}

/** What frameworks log: mostly floats of 32 bits, some doubles, some that change little. */
const kinds: readonly Kind[] = [
  { name: 'loss', valueAt: (part, chance) => Math.fround(2 * Math.exp(-6 * part) + 0.2 * chance + (chance > 0.9995 ? 3 : 0)) },
  { name: 'accuracy', valueAt: (part, chance) => Math.round(256 * (0.9 - 0.8 * Math.exp(-5 * part) + 0.1 * chance)) / 256 },
  { name: 'gradient_norm', valueAt: (_, chance) => Math.fround(0.5 - Math.log(1 - chance * 0.9999)) },
  { name: 'seconds', valueAt: (_, chance) => 0.25 + 0.04 * chance },
  { name: 'learning_rate', valueAt: (part) => 3e-4 * 0.5 * (1 + Math.cos(Math.PI * part)) },
]

function kindOf(metric: number): Kind {
  const kind = kinds[metric % kinds.length]
  if (kind === undefined) throw new Error(`There is no kind of metric ${metric}.`)
  return kind
}

/** The same from 0 to 1 for the same place. */
function noise(series: number, step: number): number {
  let hash = Math.imul(series + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}
