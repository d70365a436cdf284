import type { Int64 } from '@reprise/protocol'
import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

const BIG = 2n ** 53n + 1n

export function describePoints(open: OpenStore): void {
  test(
    'steps and timestamps beyond 2^53 are exact',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const steps = [BIG, BIG + 1n, -(2n ** 63n), 2n ** 63n - 1n, 7]
      await ask(opened.store, 'logBatch', {
        run_id: runId,
        metrics: steps.map((step, index) => point('m', step, index, BIG + BigInt(index))),
      })
      const expected = steps.map((step, index) => ({ step, timestamp: BIG + BigInt(index), value: index }))
      expect(await historyOf(opened.store, runId, 'm')).toEqual(expected)
      expect((await dataOf(opened.store, runId)).metrics['m']).toEqual({ step: 2n ** 63n - 1n, timestamp: BIG + 3n, value: 3 })
      await opened.reopen()
      expect(await historyOf(opened.store, runId, 'm')).toEqual(expected)
    }),
  )

  test(
    'NaN stays NaN, infinities are told as the largest double, as MLflow does',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      await ask(store, 'logBatch', {
        run_id: runId,
        metrics: [point('m', 1, Number.NaN), point('m', 2, Infinity), point('m', 3, -Infinity), point('n', 1, Number.NaN)],
      })
      expect((await historyOf(store, runId, 'm')).map(({ value }) => value)).toEqual([Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE])
      const { metrics } = await dataOf(store, runId)
      expect(metrics['m']?.value).toBe(-Number.MAX_VALUE)
      expect(metrics['n']?.value).toBeNaN()
    }),
  )

  test(
    'the same point counts once, in one batch, in several, and before and after the run ended',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const log = () => ask(store, 'logBatch', { run_id: runId, metrics: [point('m', 1, 1), point('m', 1, 1), point('m', 2, Number.NaN)] })
      await log()
      await Promise.all([log(), log()])
      await ask(store, 'updateRun', { run_id: runId, status: 'FINISHED', end_time: 5 })
      await log()
      expect(await historyOf(store, runId, 'm')).toEqual([
        { step: 1, timestamp: 1, value: 1 },
        { step: 2, timestamp: 2, value: Number.NaN },
      ])
    }),
  )

  test(
    'keeps both points when they differ in value alone, and orders history by timestamp, step, value',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const metrics = [point('m', 9, 1, 30), point('m', 1, 5, 30), point('m', 1, 4, 30), point('m', 3, 0, 10), point('m', -2, 7, 20)]
      for (const metric of metrics) await ask(store, 'logBatch', { run_id: runId, metrics: [metric] })
      expect(await historyOf(store, runId, 'm')).toEqual([
        { step: 3, timestamp: 10, value: 0 },
        { step: -2, timestamp: 20, value: 7 },
        { step: 1, timestamp: 30, value: 4 },
        { step: 1, timestamp: 30, value: 5 },
        { step: 9, timestamp: 30, value: 1 },
      ])
    }),
  )

  test(
    'buckets of a series stand along steps or another metric, smoothed over all points before',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const steps = Array.from({ length: 400 }, (_, step) => step)
      await ask(store, 'logBatch', { run_id: runId, metrics: steps.map((step) => point('m', step, step % 2)) })
      await ask(store, 'logBatch', { run_id: runId, metrics: [0, 100, 200, 300].map((step) => point('epoch', step, step / 100)) })
      const request = { run_ids: [runId], metric_key: 'm', width: 4, columns: ['count', 'max', 'smoothed'], smoothing: 0.99 } as const
      const bySteps = await ask(store, 'getSeriesBuckets', request)
      const byEpochs = await ask(store, 'getSeriesBuckets', { ...request, x_metric_key: 'epoch' })
      expect(bySteps.runs[0]).toMatchObject({ count: [100, 100, 100, 100], max: [1, 1, 1, 1] })
      // Of 0 and 1 by turns, the last of them 1: a little over a half.
      expect(bySteps.runs[0]?.smoothed).toEqual([0, 1, 2, 3].map(() => expect.closeTo(1 / 1.99, 2)))
      expect(byEpochs.runs[0]?.smoothed).toEqual(bySteps.runs[0]?.smoothed)
      const part = await ask(store, 'getSeriesBuckets', { ...request, from: 150, to: 199, width: 1 })
      expect(part.runs[0]?.smoothed.at(-1)).toBe(bySteps.runs[0]?.smoothed[1])
    }),
  )

  test(
    'a long series arrives whole, in any order of its batches',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const points = Array.from({ length: 40_000 }, (_, step) => ({ step, timestamp: 1000 + step, value: Math.sin(step) }))
      await logAll(opened.store, runId, shuffleBatches(points))
      expect(await historyOf(opened.store, runId, 'm')).toEqual(points)
      await opened.reopen()
      expect(await historyOf(opened.store, runId, 'm')).toEqual(points)
    }),
  )

  test(
    'a wide run keeps every key apart',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const keys = Array.from({ length: 3_000 }, (_, index) => `layer/${index}`)
      for (let step = 0; step < 4; step++) {
        for (let start = 0; start < keys.length; start += 1_000) {
          await ask(store, 'logBatch', {
            run_id: runId,
            metrics: keys.slice(start, start + 1_000).map((key, index) => point(key, step, start + index)),
          })
        }
      }
      const { metrics } = await dataOf(store, runId)
      expect(Object.keys(metrics)).toHaveLength(3_000)
      expect(metrics['layer/1234']).toEqual({ step: 3, timestamp: 3, value: 1234 })
      expect(await historyOf(store, runId, 'layer/2999')).toEqual([0, 1, 2, 3].map((step) => ({ step, timestamp: step, value: 2999 })))
    }),
  )
}

interface Logged {
  readonly step: Int64
  readonly timestamp: Int64
  readonly value: number
}

async function logAll(store: Store, runId: string, points: readonly Logged[]): Promise<void> {
  for (let start = 0; start < points.length; start += 1_000) {
    await ask(store, 'logBatch', { run_id: runId, metrics: points.slice(start, start + 1_000).map((logged) => ({ key: 'm', ...logged })) })
  }
}

/** Swaps every two batches, so that half of them come late. */
function shuffleBatches(points: readonly Logged[]): Logged[] {
  const batches = Array.from({ length: points.length / 1_000 }, (_, index) => points.slice(index * 1_000, (index + 1) * 1_000))
  return batches.flatMap((_, index) => batches[index % 2 === 0 ? index + 1 : index - 1] ?? [])
}
