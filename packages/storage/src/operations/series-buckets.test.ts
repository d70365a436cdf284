import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'
import { sealPoints, storePoints } from './testing/store-points.ts'

let store: TestHandlers
let runs: string[]
beforeEach(async () => {
  store = await openHandlers()
  runs = []
  for (const name of ['a', 'b']) runs.push((await store.call('createRun', { run_name: name })).run.info.run_id)
})
afterEach(() => store.close())

test('divides the range of all runs into buckets that hold every extreme', async () => {
  const [a = '', b = ''] = runs
  await storePoints(store.connection, a, 'm', [
    { step: 0, timestamp: 100, value: 1 },
    { step: 1, timestamp: 101, value: 9 },
    { step: 2, timestamp: 102, value: Number.NaN },
    { step: 9, timestamp: 109, value: Number.POSITIVE_INFINITY },
  ])
  await storePoints(store.connection, b, 'm', [{ step: 19, timestamp: 50, value: 3 }])
  const { runs: buckets } = await store.call('getSeriesBuckets', { run_ids: [b, a, 'f'.repeat(32)], metric_key: 'm', width: 4 })
  expect(buckets).toEqual([
    { run_id: b, from: [19], to: [19], count: [1], nan_count: [0], first: [3], last: [3], min: [3], max: [3], mean: [3] },
    {
      run_id: a,
      from: [0, 9],
      to: [2, 9],
      count: [3, 1],
      nan_count: [1, 0],
      first: [1, 'Infinity'],
      last: ['NaN', 'Infinity'],
      min: [1, 'Infinity'],
      max: [9, 'Infinity'],
      mean: [5, 'Infinity'],
    },
  ])
})

test('buckets by time, within bounds, of sealed and new points', async () => {
  const [a = ''] = runs
  const points = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ step: from + index, timestamp: (from + index) * 10, value: from + index }))
  await storePoints(store.connection, a, 'm', points(0, 4_000))
  await sealPoints(store.connection, a)
  await storePoints(store.connection, a, 'm', points(4_000, 5_000))
  const whole = await store.call('getSeriesBuckets', { run_ids: [a], metric_key: 'm', x: 'time', width: 1 })
  expect(whole.runs[0]).toMatchObject({ from: [0], to: [49_990], count: [5_000], min: [0], max: [4_999], mean: [2_499.5] })
  const part = await store.call('getSeriesBuckets', { run_ids: [a], metric_key: 'm', x: 'time', from: 100, to: 299, width: 2 })
  expect(part.runs[0]).toMatchObject({ from: [100, 200], to: [190, 290], count: [10, 10] })
})

test('answers nothing where there is nothing', async () => {
  expect(await store.call('getSeriesBuckets', { run_ids: runs, metric_key: 'm' })).toEqual({})
  await storePoints(store.connection, runs[0] ?? '', 'm', [{ step: 1, timestamp: 1, value: 1 }])
  expect(await store.call('getSeriesBuckets', { run_ids: runs, metric_key: 'm', from: 5 })).toEqual({})
})

test.each([
  [{ width: 0 }, 'width must be between 1 and 10000; it is 0.'],
  [{ width: 10_001 }, 'width must be between 1 and 10000'],
  [{ from: 3, to: 2 }, "'from' (3) is beyond 'to' (2)."],
  [{ run_ids: [] }, "Missing value for required parameter 'run_ids'."],
])('refuses %o', async (change, message) => {
  await expect(store.call('getSeriesBuckets', { run_ids: runs, metric_key: 'm', ...change })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(message),
  })
})
