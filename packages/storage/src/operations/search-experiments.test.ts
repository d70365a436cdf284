import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
const ids: Record<string, string> = {}
beforeEach(async () => {
  store = await openHandlers()
  for (const [name, team] of [
    ['vision', 'Red'],
    ['Vision-2', 'blue'],
    ['text', undefined],
    ['gone', 'Red'],
  ] as const) {
    store.clock += 10
    const tags = team === undefined ? [] : [{ key: 'team', value: team }]
    ids[name] = (await store.call('createExperiment', { name, tags })).experiment_id
  }
  await store.call('deleteExperiment', { experiment_id: ids['gone'] })
})
afterEach(() => store.close())

const search = (request: Record<string, unknown>) => store.call('searchExperiments', { max_results: 10, ...request })
const names = async (request: Record<string, unknown>) =>
  ((await search(request)).experiments ?? []).map(({ name }: { name: string }) => name).filter((name: string) => name !== 'Default')

test('finds the active ones, newest first', async () => {
  expect(await names({})).toEqual(['text', 'Vision-2', 'vision'])
  expect(await names({ view_type: 'ALL' })).toEqual(['gone', 'text', 'Vision-2', 'vision'])
  expect(await search({ view_type: 'DELETED_ONLY' })).toMatchObject({
    experiments: [{ experiment_id: ids['gone'], lifecycle_stage: 'deleted', tags: [{ key: 'team', value: 'Red' }] }],
  })
})

test.each([
  ["name = 'vision'", ['vision']],
  ["name LIKE 'vision%'", ['vision']],
  ["name ILIKE 'vision%'", ['Vision-2', 'vision']],
  ["tags.team = 'Red'", ['vision']],
  ["tags.team != 'Red'", ['Vision-2']],
  ["tags.team ILIKE 'RED'", ['vision']],
  ["tags.team IS NULL AND name != 'x'", ['text']],
  ["NOT tags.team = 'Red' OR name = 'vision'", ['text', 'Vision-2', 'vision']],
  ["name IN ('text', 'gone')", ['text']],
  ['creation_time > 1000010 AND creation_time < 1000030', ['Vision-2']],
  ['last_update_time >= 1000030.5', []],
  ["experiment_id = 'x'", []],
])('finds by %s', async (filter, expected) => {
  expect(await names({ filter })).toEqual(expected)
})

test('orders as asked, by code points; ties by id, descending', async () => {
  expect(await names({ order_by: ['name'] })).toEqual(['Vision-2', 'text', 'vision'])
  expect(await names({ order_by: ['name DESC'] })).toEqual(['vision', 'text', 'Vision-2'])
  expect(await names({ order_by: ['creation_time'] })).toEqual(['vision', 'Vision-2', 'text'])
  for (const id of [ids['vision'], ids['text']]) await store.call('setExperimentTag', { experiment_id: id, key: 'k', value: 'v' })
  store.clock = 5_000_000
  for (const name of ['vision', 'text']) await store.call('updateExperiment', { experiment_id: ids[name], new_name: `${name}!` })
  expect(await names({ order_by: ['last_update_time DESC'] })).toEqual(['text!', 'vision!', 'Vision-2'])
})

test('pages, also while experiments are created', async () => {
  const request = { max_results: 1, order_by: ['name'], filter: "name != 'Default'" }
  const first = await search(request)
  await store.call('createExperiment', { name: 'A' })
  const second = await search({ ...request, page_token: first.next_page_token })
  const third = await search({ ...request, page_token: second.next_page_token })
  expect([first, second, third].map(({ experiments }) => experiments[0].name)).toEqual(['Vision-2', 'text', 'vision'])
  expect(third.next_page_token).toBeUndefined()
})

test.each([
  [{ max_results: undefined }, "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer"],
  [{ max_results: -1 }, "Invalid value -1 for parameter 'max_results' supplied."],
  [{ max_results: 50_001 }, 'It must be at most 50000'],
  [{ page_token: 'garbage!' }, 'Invalid page token, could not base64-decode'],
  [{ order_by: ['tags.team'] }, 'Invalid order_by entity: tag'],
])('refuses %o', async (change, message) => {
  await expect(search(change)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining(message) })
})
