import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toPoints } from '../point.ts'
import type { Point, PointColumns } from '../point.ts'
import { MemoryRun } from '../testing/index.ts'
import { readSeries } from './read-series.ts'
import { sampleSeries } from './sample-series.ts'

type Triple = [step: number, timestamp: number, value: number | 'NaN']

interface Recording {
  readonly logged: readonly Triple[]
  readonly queries: readonly { limit: number; from?: number; to?: number; points: readonly Triple[] }[]
  readonly history: readonly Triple[]
  readonly latest: number | 'NaN' | null
}

// What the SQL store of MLflow 3.17.2 answered: log_batch, then get_metric_history_bulk_interval, get_metric_history, get_run.
const recordings = JSON.parse(readFileSync(new URL('fixtures/mlflow-3.17.2.json', import.meta.url), 'utf8')) as Recording[]

function toPoint([step, timestamp, value]: Triple): Point {
  return { step, timestamp, value: Number(value) }
}

function triples(columns: PointColumns): Triple[] {
  return toPoints(columns).map(({ step, timestamp, value }) => [Number(step), Number(timestamp), Number.isNaN(value) ? 'NaN' : value])
}

const sealings = {
  'in the journal': () => {},
  sealed: (run: MemoryRun) => run.seal({ finished: true }),
} as const

for (const [index, recording] of recordings.entries()) {
  for (const [state, seal] of Object.entries(sealings)) {
    const run = new MemoryRun()
    if (recording.logged.length > 0) run.log([{ keyId: 3, points: recording.logged.map(toPoint) }])
    seal(run)
    const parts = run.parts(3)

    test(`samples recording ${index + 1} as MLflow does, ${state}`, () => {
      for (const { points, ...options } of recording.queries) expect(triples(run.read(sampleSeries(parts, options)))).toEqual(points)
    })

    test(`gives the history and the latest value of recording ${index + 1} as MLflow does, ${state}`, () => {
      expect(triples(run.read(readSeries(parts, { order: 'history' })))).toEqual(recording.history)
      expect(triples(run.read(readSeries(parts, { order: 'step' }))).at(-1)?.[2] ?? null).toBe(recording.latest)
    })
  }
}
