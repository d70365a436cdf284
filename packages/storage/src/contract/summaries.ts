import { compareInt64 } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { compareHistory, comparePoints, compareValues, type Point } from '../series/index.ts'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { createRandom, type Random } from './random.ts'
import { withStore } from './with-store.ts'

const values = [0, -0, 1, -3, 0.5, Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE]

export function describeSummaries(open: OpenStore): void {
  for (const seed of [1, 2, 3, 4]) {
    test(
      `the latest point is the one of the highest step, timestamp and value, after any history (seed ${seed})`,
      withStore(open, async (opened) => {
        const random = createRandom(seed)
        const runId = await createRun(opened.store)
        const logged = new Map<string, Point[]>()
        for (let round = 0; round < 12; round++) {
          const batch = Array.from({ length: random.below(200) + 1 }, () => randomPoint(random))
          for (const { key, ...rest } of batch) logged.set(key, [...(logged.get(key) ?? []), rest])
          await ask(opened.store, 'logBatch', { run_id: runId, metrics: batch })
          if (round % 4 === 3) await opened.reopen()
          if (round === 6) await ask(opened.store, 'updateRun', { run_id: runId, status: 'FINISHED' })
          const { metrics } = await dataOf(opened.store, runId)
          for (const [key, points] of logged) expect(metrics[key], key).toEqual(plain(points.toSorted(comparePoints).at(-1)))
        }
        for (const [key, points] of logged) expect(await historyOf(opened.store, runId, key)).toEqual(distinct(points).map(plain))
      }),
    )
  }

  test(
    'the least, greatest, first and last values are told at once, whatever is still to be written',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const parts = ['min', 'max', 'first', 'last'].map((part) => `${part}(metrics.m1*)`)
      const keys = Array.from({ length: 300 }, (_, index) => `m${index}`)
      for (let step = 0; step < 6; step++) {
        const valueOf = (key: number) => (key === 10 ? Number.NaN : key === 11 && step === 2 ? Infinity : (step * 7 + key) % 10)
        await ask(opened.store, 'logBatch', { run_id: runId, metrics: keys.map((key, index) => point(key, step, valueOf(index))) })
        const { runs } = await ask(opened.store, 'searchRuns', {
          experiment_ids: ['0'],
          fields: parts,
          order_by: ['min(metrics.m12) DESC'],
        })
        const { run } = await ask(opened.store, 'getRun', { run_id: runId, fields: parts })
        expect(run.data).toEqual(runs[0]?.data)
        const { keys: named } = await ask(opened.store, 'searchKeys', { experiment_ids: ['0'], run_id: runId, contains: 'm29' })
        expect(named.map(({ key }) => key)).toEqual(['m29', ...Array.from({ length: 10 }, (_, at) => `m29${at}`)])
        const told = new Map(run.data?.summaries.map(({ key, ...rest }) => [key, rest]))
        expect([...told.keys()].toSorted()).toEqual(keys.filter((key) => key.startsWith('m1')).toSorted())
        const values = Array.from({ length: step + 1 }, (_, at) => (at * 7 + 12) % 10)
        const wanted = {
          min: Math.min(...values),
          max: Math.max(...values),
          first: values[0],
          first_step: 0,
          last: values[step],
          last_step: step,
        }
        expect(told.get('m12')).toEqual(wanted)
        expect(told.get('m10')).toMatchObject({ min: Number.NaN, max: Number.NaN, first: Number.NaN, last: Number.NaN })
        if (step >= 2) expect(told.get('m11')?.max).toBe(Infinity)
        if (step === 3) await opened.reopen()
      }
    }),
  )

  test(
    'NaN ranks as 0: it does not replace a higher value at its step, and does replace a lower one',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      for (const value of [3, Number.NaN]) await ask(store, 'logMetric', { run_id: runId, key: 'high', value, timestamp: 1, step: 1 })
      for (const value of [-3, Number.NaN]) await ask(store, 'logMetric', { run_id: runId, key: 'low', value, timestamp: 1, step: 1 })
      const { metrics } = await dataOf(store, runId)
      expect(metrics['high']?.value).toBe(3)
      expect(metrics['low']?.value).toBeNaN()
    }),
  )
}

function randomPoint(random: Random): Point & { key: string } {
  const key = `m${random.below(4)}`
  return { key, step: random.below(10) - 3, timestamp: random.below(6), value: values[random.below(values.length)] ?? 0 }
}

/** Each point once, in the order of get-history. */
function distinct(points: readonly Point[]): Point[] {
  const sorted = points.toSorted(compareHistory)
  return sorted.filter((point, index) => index === 0 || !isSame(point, sorted[index - 1]))
}

function isSame(a: Point, b: Point | undefined): boolean {
  return (
    b !== undefined &&
    compareInt64(a.step, b.step) === 0 &&
    compareInt64(a.timestamp, b.timestamp) === 0 &&
    compareValues(a.value, b.value) === 0
  )
}

/** -0 and 0 are one value here. */
function plain(point: Point | undefined) {
  return point === undefined ? undefined : { step: point.step, timestamp: point.timestamp, value: point.value + 0 }
}
