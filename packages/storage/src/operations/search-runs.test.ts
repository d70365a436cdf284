import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insertRun } from '../search/testing/insert-run.ts'
import type { ModelRun } from '../search/testing/model.ts'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

const number = (value: number) => ({ last: value, first: value, min: value, max: value })

function modelRun(index: number, more: Partial<ModelRun> = {}): ModelRun {
  return {
    uuid: index.toString(16).padStart(32, '0'),
    experimentId: 0,
    name: `run ${index}`,
    userId: 'ann',
    status: 'FINISHED',
    startTime: 1_000 + index,
    endTime: undefined,
    deleted: false,
    params: new Map([['lr', String(index)]]),
    tags: new Map([['mlflow.runName', `run ${index}`]]),
    metrics: new Map([['loss', number(index / 2)]]),
    datasets: [],
    ...more,
  }
}

const search = (request: Record<string, unknown>) => store.call('searchRuns', { experiment_ids: ['0'], ...request })
const names = ({ runs = [] }: { runs?: { info: { run_name: string } }[] }) => runs.map(({ info }) => info.run_name)

test('answers whole runs, newest first, as get does', async () => {
  for (let index = 0; index < 3; index++) await insertRun(store.connection, modelRun(index))
  const found = await search({})
  expect(names(found)).toEqual(['run 2', 'run 1', 'run 0'])
  expect(found.runs[0]).toEqual((await store.call('getRun', { run_id: modelRun(2).uuid })).run)
  expect(found.runs[0].data).toEqual({
    metrics: [{ key: 'loss', value: 1, timestamp: 0, step: 0 }],
    params: [{ key: 'lr', value: '2' }],
    tags: [{ key: 'mlflow.runName', value: 'run 2' }],
  })
  expect(found.next_page_token).toBeUndefined()
})

test('prints doubles as MLflow does and texts as they are', async () => {
  const text = 'quote " backslash \\ line\nbreak \u2028 \u{1f600}'
  const metrics = new Map(
    Object.entries({ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: -1e-300, d: 0.1 + 0.2 }).map(([key, value]) => [key, number(value)]),
  )
  await insertRun(store.connection, modelRun(1, { metrics, params: new Map([['"key"', text]]), tags: new Map() }))
  const { data } = (await search({})).runs[0]
  expect(data.metrics.map(({ value }: { value: unknown }) => value)).toEqual(['NaN', Number.MAX_VALUE, -1e-300, 0.1 + 0.2])
  expect(data.params).toEqual([{ key: '"key"', value: text }])
  expect(data.tags).toBeUndefined()
})

test('gives a token only while more may follow, and takes it only for the same search', async () => {
  for (let index = 0; index < 4; index++) await insertRun(store.connection, modelRun(index))
  const first = await search({ max_results: 2, order_by: ['metrics.loss'] })
  const second = await search({ max_results: 2, order_by: ['metrics.loss'], page_token: first.next_page_token })
  expect([...names(first), ...names(second)]).toEqual(['run 0', 'run 1', 'run 2', 'run 3'])
  expect(second.next_page_token).toBeUndefined()
  for (const request of [{}, { order_by: ['metrics.loss DESC'] }, { order_by: ['metrics.loss'], filter: 'metrics.loss > 1' }]) {
    await expect(search({ ...request, page_token: first.next_page_token })).rejects.toThrow('another filter or order_by')
  }
})

test.each(['garbage!', 'e30=', Buffer.from('{"offset": 2}').toString('base64'), Buffer.from('[1,2,3]').toString('base64url')])(
  'refuses the token %s',
  async (token) => {
    await expect(search({ page_token: token })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: 'Invalid page token, could not base64-decode',
    })
  },
)

test('refuses page sizes out of range and ids that are none', async () => {
  await expect(search({ max_results: 0 })).rejects.toThrow("Invalid value 0 for parameter 'max_results' supplied.")
  await expect(search({ max_results: 50_001 })).rejects.toThrow("Invalid value 50001 for parameter 'max_results' supplied.")
  await expect(search({ experiment_ids: ['abc'] })).rejects.toThrow("Invalid experiment ID 'abc'")
  expect(await search({ experiment_ids: [] })).toEqual({})
  expect(await search({ experiment_ids: ['999999', '-5', '9223372036854775807'] })).toEqual({})
})

describe('what people type', () => {
  beforeEach(async () => {
    const procedure = (
      index: number,
      more: { issue?: string; success: number; seconds: number; status?: 'FINISHED' | 'FAILED' | 'RUNNING' },
    ) =>
      insertRun(
        store.connection,
        modelRun(index, {
          status: more.status ?? 'FINISHED',
          endTime: more.status === 'RUNNING' ? undefined : 1_000 + index + more.seconds * 1_000,
          params: new Map([
            ['procedure_name', more.issue === undefined ? 'extract-best-frame' : 'close-issue'],
            ...(more.issue === undefined ? [] : [['issue_number', more.issue] as const]),
          ]),
          metrics: new Map([
            ['success', number(more.success)],
            ['duration_seconds', number(more.seconds)],
          ]),
        }),
      )
    await procedure(1, { issue: '123', success: 1, seconds: 90 })
    await procedure(2, { issue: '124', success: 0, seconds: 12.5, status: 'FAILED' })
    await procedure(3, { success: 0, seconds: 45, status: 'FAILED' })
    await procedure(4, { success: 1, seconds: 30, status: 'RUNNING' })
  })

  test.each([
    ['metrics.success = 1', [4, 1]],
    ['metrics.success = 0', [3, 2]],
    ['metrics.duration_seconds > 30', [3, 1]],
    ['metrics.duration_seconds > 60', [1]],
    ['params.procedure_name = "close-issue"', [2, 1]],
    ['params.issue_number = "123"', [1]],
    ["params.issue_number = '123'", [1]],
    ['params.procedure_name = "extract-best-frame" AND metrics.success = 0', [3]],
    ['duration > 60', [1]],
    ['attributes.duration >= 12.5 AND duration < 60', [3, 2]],
    ['duration IS NULL', [4]],
    ["status = 'FAILED'", [3, 2]],
    ["attributes.status != 'FAILED' and attributes.run_name LIKE 'run%'", [4, 1]],
  ])('%s', async (filter, found) => {
    expect(names(await search({ filter }))).toEqual(found.map((index) => `run ${index}`))
  })

  test.each([
    ['start_time', [1, 2, 3, 4]],
    ['attributes.start_time DESC', [4, 3, 2, 1]],
    ['duration', [2, 3, 1, 4]],
    ['attributes.duration DESC', [1, 3, 2, 4]],
    ['metrics.success DESC', [4, 1, 3, 2]],
    ['attributes.status', [3, 2, 1, 4]],
    ['min(metrics.duration_seconds)', [2, 4, 3, 1]],
  ])('order by %s', async (item, found) => {
    const pages = []
    for (let token: string | undefined; pages.length < 5;) {
      const page = await search({ order_by: [item], max_results: 1, page_token: token })
      pages.push(...names(page))
      token = page.next_page_token
      if (token === undefined) break
    }
    expect(pages).toEqual(found.map((index) => `run ${index}`))
  })
})

test('carries only the fields that are asked for', async () => {
  const keyed = (...keys: string[]) => new Map(keys.map((key) => [key, key]))
  await insertRun(
    store.connection,
    modelRun(1, {
      params: keyed('lr', 'layer/1/size', 'layer/2/size', 'layer'),
      tags: keyed('mlflow.user', 'team'),
      metrics: new Map([
        ['loss', number(1)],
        ['val.loss', number(2)],
      ]),
      datasets: [{ name: 'iris', digest: '1', context: 'train' }],
    }),
  )
  const project = async (...fields: string[]) => {
    const { info: _info, ...rest } = (await search({ fields })).runs[0]
    const keysOf = (section?: { key: string }[]) => section?.map(({ key }) => key)
    return { ...rest, data: [keysOf(rest.data.metrics), keysOf(rest.data.params), keysOf(rest.data.tags)] }
  }
  expect(await project('info')).toEqual({ data: [undefined, undefined, undefined] })
  expect(await project('metrics.val.loss', 'params.lr', 'metrics.nope')).toEqual({ data: [['val.loss'], ['lr'], undefined] })
  expect(await project('params.layer/*', 'tags.mlflow.*')).toEqual({ data: [undefined, ['layer/1/size', 'layer/2/size'], ['mlflow.user']] })
  expect(await project('params.*/size', 'metrics.*')).toEqual({ data: [['loss', 'val.loss'], ['layer/1/size', 'layer/2/size'], undefined] })
  expect((await project('inputs', 'outputs')).inputs.dataset_inputs).toHaveLength(1)
  expect(await project('inputs', 'outputs')).toMatchObject({ outputs: {} })
  expect(await project('attributes.team', 'status').catch((error: unknown) => String(error))).toContain("Invalid field 'attributes.team'")
  expect(await project('status', 'attributes.start_time')).toEqual({ data: [undefined, undefined, undefined] })
  await expect(search({ fields: ['metric.loss'] })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
})

test('carries summaries of metrics where they are asked for, and exactly', async () => {
  const odd = { last: Number.NEGATIVE_INFINITY, first: Number.NaN, min: Number.NEGATIVE_INFINITY, max: Number.NaN }
  const metrics = new Map([
    ['loss', { last: 0.5, first: 2, min: 0.25, max: 8 }],
    ['top 5', number(1)],
    ['odd', odd],
  ])
  await insertRun(store.connection, modelRun(1, { metrics }))
  const project = async (...fields: string[]) => (await search({ fields })).runs[0].data
  expect(await project('min(metrics.loss)')).toEqual({ summaries: [{ key: 'loss', min: 0.25 }] })
  expect(await project('metrics.loss', 'max(metric.loss)', 'first(metrics.*)', 'last(metrics.odd)')).toEqual({
    metrics: [{ key: 'loss', value: 0.5, timestamp: 0, step: 0 }],
    summaries: [
      { key: 'loss', max: 8, first: 2, first_step: 0 },
      { key: 'odd', first: 'NaN', first_step: 0, last: '-Infinity', last_step: 0 },
      { key: 'top 5', first: 1, first_step: 0 },
    ],
  })
  expect(await project('min(metrics.odd)', 'max(metrics.odd)')).toEqual({ summaries: [{ key: 'odd', min: '-Infinity', max: 'NaN' }] })
  for (const name of ['top 5', '`top 5`', '"top 5"', 'top*']) {
    expect(await project(`max(metrics.${name})`)).toEqual({ summaries: [{ key: 'top 5', max: 1 }] })
  }
  expect(await project('min(metrics.nothing)')).toEqual({})
  expect((await search({})).runs[0].data.summaries).toBeUndefined()
  for (const field of ['min(params.lr)', 'mean(metrics.loss)', 'min(metrics.loss', 'min(loss)']) {
    await expect(search({ fields: [field] })).rejects.toThrow(`Invalid field '${field}' in fields.`)
  }
  const { run } = await store.call('getRun', { run_id: modelRun(1).uuid, fields: ['min(metrics.loss)', 'params.*'] })
  expect(run.data).toEqual({ params: [{ key: 'lr', value: '1' }], summaries: [{ key: 'loss', min: 0.25 }] })
})

test('ends a page early when its runs carry too much, and goes on behind it', async () => {
  const long = 'x'.repeat(1_000_000)
  const params = new Map(Array.from({ length: 8 }, (_, index) => [`p${index}`, long]))
  for (let index = 0; index < 12; index++) await insertRun(store.connection, modelRun(index, { params }))
  const first = await search({})
  expect(first.runs.length).toBeLessThan(12)
  const second = await search({ page_token: first.next_page_token })
  expect(first.runs.length + second.runs.length).toBe(12)
  expect(second.next_page_token).toBeUndefined()
})
