import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'
import { sealPoints, storePoints } from './testing/store-points.ts'

let store: TestHandlers
let run: string
beforeEach(async () => {
  store = await openHandlers()
  run = await createRun()
})
afterEach(() => store.close())

const T0 = 1_700_000_000_000

async function createRun(): Promise<string> {
  return (await store.call('createRun', { run_name: 'r' })).run.info.run_id
}

const point = (index: number) => ({ step: index, timestamp: T0 + index, value: index * 1.5 })
const points = (count: number) => Array.from({ length: count }, (_, index) => point(index))
const answered = (index: number) => ({ key: 'm', value: index * 1.5, timestamp: T0 + index, step: index })

async function readPages(size: number): Promise<unknown[][]> {
  const pages: unknown[][] = []
  for (let token: string | undefined; ;) {
    const answer = await store.call('getMetricHistory', { run_id: run, metric_key: 'm', max_results: size, page_token: token })
    pages.push(answer.metrics)
    if (answer.next_page_token === undefined) return pages
    token = answer.next_page_token
  }
}

describe('get-history', () => {
  test('answers everything when no page size is given, sealed or not', async () => {
    await storePoints(store.connection, run, 'm', points(3_000))
    await sealPoints(store.connection, run)
    await storePoints(store.connection, run, 'm', [point(3_000), point(5)])
    const { metrics, next_page_token: token } = await store.call('getMetricHistory', { run_uuid: run, metric_key: 'm' })
    expect(metrics).toEqual(Array.from({ length: 3_001 }, (_, index) => answered(index)))
    expect(token).toBeUndefined()
  })

  test('orders by timestamp, step and value, and prints what JSON can not say', async () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 2]
    await storePoints(store.connection, run, 'm', [
      { step: 5, timestamp: 1, value: 1 },
      { step: -3, timestamp: 2, value: 1 },
      { step: 2n ** 60n, timestamp: 1, value: 1 },
      ...values.map((value) => ({ step: 9, timestamp: 3, value })),
    ])
    const { metrics } = await store.call('getMetricHistory', { run_id: run, metric_key: 'm' })
    expect(metrics.map(({ step }: { step: number }) => step)).toEqual([5, Number(2n ** 60n), -3, 9, 9, 9, 9, 9])
    expect(metrics.slice(3).map(({ value }: { value: unknown }) => value)).toEqual([-Number.MAX_VALUE, -0, 'NaN', 2, Number.MAX_VALUE])
  })

  test('pages without losing or repeating a point, the last page without a token', async () => {
    await storePoints(store.connection, run, 'm', points(25))
    expect((await readPages(10)).map((page) => page.length)).toEqual([10, 10, 5])
    expect((await readPages(10)).flat()).toEqual(Array.from({ length: 25 }, (_, index) => answered(index)))
    expect(await readPages(25)).toHaveLength(1)
  })

  test('pages through points of one timestamp, and is not shifted by points that come meanwhile', async () => {
    const same = Array.from({ length: 7 }, (_, step) => ({ step, timestamp: 10, value: step }))
    await storePoints(store.connection, run, 'm', [...same, { step: 9, timestamp: 11, value: 9 }])
    const first = await store.call('getMetricHistory', { run_id: run, metric_key: 'm', max_results: 3 })
    await storePoints(store.connection, run, 'm', [{ step: 0, timestamp: 5, value: 0 }])
    const request = { run_id: run, metric_key: 'm', max_results: 3 }
    const second = await store.call('getMetricHistory', { ...request, page_token: first.next_page_token })
    const third = await store.call('getMetricHistory', { ...request, page_token: second.next_page_token })
    const steps = [first, second, third].flatMap(({ metrics }) => metrics.map(({ step }: { step: number }) => step))
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 9])
  })

  test('answers nothing for a run or metric that does not exist', async () => {
    expect(await store.call('getMetricHistory', { run_id: run, metric_key: 'nope' })).toEqual({})
    expect(await store.call('getMetricHistory', { run_id: 'f'.repeat(32), metric_key: 'm' })).toEqual({})
  })

  test.each([
    [{ max_results: 0 }, "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer."],
    [{ page_token: 'garbage!' }, 'Invalid page token, could not base64-decode'],
    [{ run_id: '' }, "Missing value for required parameter 'run_id'."],
    [{ metric_key: '' }, "Missing value for required parameter 'metric_key'."],
  ])('refuses %o', async (change, message) => {
    await expect(store.call('getMetricHistory', { run_id: run, metric_key: 'm', ...change })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringContaining(message),
    })
  })
})

describe('get-history-bulk', () => {
  test('answers by run id and counts the points of all runs together', async () => {
    const other = await createRun()
    for (const id of [other, run]) await storePoints(store.connection, id, 'm', points(3))
    const { metrics } = await store.call('getMetricHistoryBulk', { run_id: [other, run, 'f'.repeat(32)], metric_key: 'm', max_results: 4 })
    expect(metrics.map(({ run_id: id, step }: { run_id: string; step: number }) => [id, step])).toEqual([
      [run, 0],
      [run, 1],
      [run, 2],
      [other, 0],
    ])
  })

  test('wants 1 to 100 runs', async () => {
    await expect(store.call('getMetricHistoryBulk', { metric_key: 'm' })).rejects.toThrow('must specify at least one run_id')
    const many = Array.from({ length: 101 }, (_, index) => String(index))
    await expect(store.call('getMetricHistoryBulk', { run_id: many, metric_key: 'm' })).rejects.toThrow(
      'cannot specify more than 100 run_ids',
    )
  })
})

describe('get-history-bulk-interval', () => {
  const sample = async (request: Record<string, unknown>) => {
    const { metrics = [] } = await store.call('getMetricHistoryBulkInterval', { run_ids: [run], metric_key: 'm', ...request })
    return metrics.map(({ step }: { step: number }) => step)
  }

  test('samples by rank with the last point among them, as MLflow does', async () => {
    await storePoints(store.connection, run, 'm', points(25))
    expect(await sample({ max_results: 5 })).toEqual([0, 5, 10, 15, 24])
    expect(await sample({ max_results: 1 })).toEqual([24])
    expect(await sample({})).toHaveLength(25)
    expect(await sample({ start_step: 3, end_step: 6 })).toEqual([3, 4, 5, 6])
    expect(await sample({ start_step: 300, end_step: 600 })).toEqual([])
    expect(await sample({ run_ids: ['f'.repeat(32)] })).toEqual([])
  })

  test.each([
    [{ start_step: 3 }, 'If either start step or end step are specified, both must be specified.'],
    [{ start_step: 6, end_step: 3 }, 'end_step must be greater than start_step. Found start_step=6 and end_step=3.'],
    [{ max_results: 2_501 }, 'max_results must be between 1 and 2500.'],
    [{ run_ids: [] }, "Missing value for required parameter 'run_ids'."],
    [{ run_ids: Array.from({ length: 101 }, (_, index) => String(index)) }, 'must specify at most 100 run_ids. Received 101 run_ids.'],
  ])('refuses %o', async (change, message) => {
    await expect(sample(change)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) })
  })
})
