import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder } from '@reprise/testing'
import { createRun, post, repeatInParallel } from '../load/api.ts'
import type { Connection } from '../load/connection.ts'
import { createNoise, createPoints, shapes as values } from '../series/shapes.ts'
import type { Recorder } from '../report/report.ts'
import { startReprise } from '../servers/reprise.ts'
import { readStoreFigures } from '../servers/store-figures.ts'

interface Shape {
  readonly name: string
  readonly runs: number
  readonly keys: number
  readonly steps: number
}

/** What is logged, and how it is called. */
const shapes: readonly Shape[] = [
  { name: 'long: 10 series of 100,000 points', runs: 1, keys: 10, steps: 100_000 },
  { name: 'wide: 3 runs of 20,000 keys, 10 steps', runs: 3, keys: 20_000, steps: 10 },
]
const BATCH = 1_000
const LONGEST_SEALING = 60_000
/** Tables of points; what else grows with a run's keys are summaries, their indexes and names. */
const POINT_TABLES = /^(journal|blocks|intake)|_(journal|blocks|intake)_/

/** Bytes on disk of a SQLite store whose runs have ended: of points, and of what is kept once per run and key. */
export async function measureBytes(record: Recorder): Promise<void> {
  for (const shape of shapes) {
    await using folder = await createTemporaryFolder('benchmark')
    await logAndSeal(shape, folder)
    const file = readFile(join(folder.path, 'runs.db'))
    const points = shape.runs * shape.keys * shape.steps
    record(`bytes per point, ${shape.name}`, 'reprise', [{ bytes: file.points / points }])
    if (shape.keys > shape.steps)
      record(`bytes per run and key, ${shape.name}`, 'reprise', [{ bytes: file.others / shape.runs / shape.keys }])
    record(`bytes of the file per point, ${shape.name}`, 'reprise', [{ bytes: file.all / points }])
  }
}

async function logAndSeal({ runs, keys, steps }: Shape, folder: Awaited<ReturnType<typeof createTemporaryFolder>>): Promise<void> {
  await using server = await startReprise({ folder })
  await repeatInParallel(server.url, runs, async (connection, index) => {
    const run = await createRun(server.url, connection, '0', index)
    await logPoints(server.url, connection, { run, keys, steps })
    await post(server.url, connection, ['/runs/update', { run_id: run, status: 'FINISHED', end_time: Date.now() }])
  })
  const deadline = performance.now() + LONGEST_SEALING
  while (((await readStoreFigures(server.url))?.journalRows ?? 0) > 0) {
    if (performance.now() > deadline) throw new Error(`points were not sealed within ${LONGEST_SEALING} ms`)
    await sleep(100)
  }
}

/** Steps in order; in each, all keys; in batches of 1,000. */
async function logPoints(
  url: URL,
  connection: Connection,
  { run, keys, steps }: { run: string; keys: number; steps: number },
): Promise<void> {
  const noise = createNoise(1)
  const shape = values['loss with noise, f64'] ?? (() => 0)
  const times = createPoints(steps, shape, { noise }).timestamps
  const metrics: object[] = []
  for (let step = 0; step < steps; step++) {
    for (let key = 0; key < keys; key++) {
      metrics.push({ key: `layer.${key}.loss`, value: shape(step, noise()), timestamp: times[step], step })
      if (metrics.length === BATCH) await post(url, connection, ['/runs/log-batch', { run_id: run, metrics: metrics.splice(0) }])
    }
  }
  if (metrics.length > 0) await post(url, connection, ['/runs/log-batch', { run_id: run, metrics }])
}

/** Bytes of a closed file: of points, of everything else but free pages, and of the whole file. */
function readFile(path: string): { readonly points: number; readonly others: number; readonly all: number } {
  using database = new DatabaseSync(path, { readOnly: true })
  const tables = database.prepare('select name, sum(pgsize) as bytes from dbstat group by name').all() as { name: string; bytes: number }[]
  const sumOf = (wanted: (name: string) => boolean): number =>
    tables.filter(({ name }) => wanted(name)).reduce((sum, { bytes }) => sum + bytes, 0)
  const [pages, size] = ['page_count', 'page_size'].map((name) => Number(Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0]))
  return {
    points: sumOf((name) => POINT_TABLES.test(name)),
    others: sumOf((name) => !POINT_TABLES.test(name)),
    all: (pages ?? 0) * (size ?? 0),
  }
}
