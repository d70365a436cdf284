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

test('counts relative time from the first point of each run', async () => {
  const [a = '', b = ''] = runs
  await storePoints(
    store.connection,
    a,
    'm',
    [1_000, 1_500, 3_000].map((timestamp, step) => ({ step, timestamp, value: step })),
  )
  await storePoints(
    store.connection,
    b,
    'm',
    [90_000, 91_000].map((timestamp, step) => ({ step, timestamp, value: step })),
  )
  const whole = await store.call('getSeriesBuckets', { run_ids: [a, b], metric_key: 'm', x: 'relative', width: 2_001, columns: ['from'] })
  expect(whole.runs).toEqual([
    { run_id: a, from: [0, 500, 2_000] },
    { run_id: b, from: [0, 1_000] },
  ])
  const part = await store.call('getSeriesBuckets', {
    run_ids: [a, b],
    metric_key: 'm',
    x: 'relative',
    from: 400,
    to: 1_000,
    columns: ['last'],
  })
  expect(part.runs).toEqual([
    { run_id: a, last: [1] },
    { run_id: b, last: [1] },
  ])
})

test('stands along another metric, joined by step', async () => {
  const [a = '', b = ''] = runs
  const steps = Array.from({ length: 100 }, (_, step) => step)
  await storePoints(
    store.connection,
    a,
    'm',
    steps.map((step) => ({ step, timestamp: step, value: step })),
  )
  await storePoints(
    store.connection,
    a,
    'epoch',
    steps.filter((step) => step % 10 === 0).map((step) => ({ step, timestamp: step, value: step / 20 })),
  )
  await storePoints(store.connection, b, 'm', [{ step: 0, timestamp: 0, value: 1 }])
  const columns = ['from', 'to', 'count', 'max', 'smoothed']
  const request = { run_ids: [a, b], metric_key: 'm', x_metric_key: 'epoch', columns, smoothing: 0 }
  expect((await store.call('getSeriesBuckets', { ...request, width: 3 })).runs).toEqual([
    { run_id: a, x_from: [0, 1.5, 3], x_to: [1, 2.5, 4.5], count: [30, 30, 40], max: [29, 59, 99], smoothed: [29, 59, 99] },
  ])
  expect((await store.call('getSeriesBuckets', { ...request, x_from: 0.5, x_to: 1, width: 1 })).runs).toEqual([
    { run_id: a, x_from: [0.5], x_to: [1], count: [20], max: [29], smoothed: [29] },
  ])
})

test('packs columns as little-endian numbers in base64', async () => {
  const [a = ''] = runs
  const big = 2n ** 60n
  await storePoints(store.connection, a, 'm', [
    { step: -3, timestamp: 1, value: Number.NaN },
    { step: 4, timestamp: 2, value: 1e308 },
    { step: big, timestamp: 3, value: -Infinity },
  ])
  const { runs: found } = await store.call('getSeriesBuckets', {
    run_ids: [a],
    metric_key: 'm',
    encoding: 'base64',
    smoothing: 0.5,
    width: 10_000,
  })
  expect(Object.keys(found[0])).toEqual(['run_id', 'packed'])
  const bytesOf = (column: string) => new Uint8Array(Buffer.from(found[0].packed[column], 'base64')).buffer
  expect([...new BigInt64Array(bytesOf('from'))]).toEqual([-3n, big])
  expect([...new BigInt64Array(bytesOf('to'))]).toEqual([4n, big])
  expect([...new Uint32Array(bytesOf('count'))]).toEqual([2, 1])
  expect([...new Uint32Array(bytesOf('nan_count'))]).toEqual([1, 0])
  expect([...new Float64Array(bytesOf('first'))]).toEqual([Number.NaN, -Infinity])
  expect([...new Float64Array(bytesOf('max'))]).toEqual([1e308, -Infinity])
  expect([...new Float64Array(bytesOf('smoothed'))]).toEqual([1e308, 1e308])
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
  [{ smoothing: 1 }, 'smoothing must be at least 0 and below 1; it is 1.'],
  [{ x_metric_key: 'epoch', from: 1 }, "'from' can not be given with x_metric_key"],
  [{ x_from: 1 }, "'x_from' is given, but no x_metric_key."],
  [{ x_metric_key: 'epoch', x_from: 2, x_to: 1 }, "'x_from' (2) is beyond 'x_to' (1)."],
])('refuses %o', async (change, message) => {
  await expect(store.call('getSeriesBuckets', { run_ids: runs, metric_key: 'm', ...change })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(message),
  })
})
