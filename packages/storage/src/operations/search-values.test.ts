import { afterEach, beforeEach, expect, test } from 'vitest'
import { searchValues } from '../search/index.ts'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
let other: string
beforeEach(async () => {
  store = await openHandlers()
  other = (await store.call('createExperiment', { name: 'other' })).experiment_id
  const create = async (run_name: string, team: string, more: object = {}) =>
    (await store.call('createRun', { run_name, user_id: 'ada', tags: [{ key: 'team', value: team }], ...more })).run.info.run_id
  for (const team of ['vision', 'speech', 'vision', 'Vision 2', '', 'é%_', `${'x'.repeat(150)}1`, `${'x'.repeat(150)}2`])
    await create('a', team)
  await store.call('updateRun', { run_id: await create('b', 'speech'), status: 'FAILED' })
  await store.call('deleteRun', { run_id: await create('b', 'vision') })
  await create('c', 'speech', { experiment_id: other, user_id: 'bob' })
})
afterEach(() => store.close())

const search = async (request: Record<string, unknown>) => {
  const { values = [], total } = await store.call('searchValues', { experiment_ids: ['0'], entity: 'tag', key: 'team', ...request })
  return [total, ...values.map(({ value, runs }: { value: string; runs: number }) => `${value.slice(0, 12)} ${runs}`)]
}

test('counts the values of a tag, those of most runs first', async () => {
  expect(await search({})).toEqual([7, 'vision 3', 'speech 2', ' 1', 'Vision 2 1', 'xxxxxxxxxxxx 1', 'xxxxxxxxxxxx 1', 'é%_ 1'])
  expect(await search({ max_results: 1 })).toEqual([7, 'vision 3'])
  expect(await search({ experiment_ids: ['0', other, other], max_results: 2 })).toEqual([7, 'speech 3', 'vision 3'])
  expect(await search({ experiment_ids: Array.from({ length: 30 }, (_, index) => String(index)), max_results: 1 })).toEqual([7, 'speech 3'])
  for (const nothing of [{ experiment_ids: [] }, { experiment_ids: ['77'] }, { key: 'never logged' }, { entity: 'param' }])
    expect(await search(nothing)).toEqual([0])
})

test('finds values by how they begin and by what they contain, and nothing in it is a pattern', async () => {
  expect(await search({ prefix: 'vi' })).toEqual([1, 'vision 3'])
  expect(await search({ contains: 'ISION' })).toEqual([2, 'vision 3', 'Vision 2 1'])
  expect(await search({ contains: '%_' })).toEqual([1, 'é%_ 1'])
  expect(await search({ prefix: 'é' })).toEqual([1, 'é%_ 1'])
  expect(await search({ prefix: '%' })).toEqual([0])
  expect(await search({ prefix: 'x'.repeat(130) })).toEqual([2, 'xxxxxxxxxxxx 1', 'xxxxxxxxxxxx 1'])
  expect(await search({ prefix: `${'x'.repeat(150)}2` })).toEqual([1, 'xxxxxxxxxxxx 1'])
})

test('counts statuses, names, users and verdicts', async () => {
  const attribute = (key: string, more: object = {}) => search({ entity: 'attribute', key, ...more })
  expect(await attribute('status')).toEqual([2, 'RUNNING 9', 'FAILED 1'])
  expect(await attribute('status', { prefix: 'FA' })).toEqual([1, 'FAILED 1'])
  expect(await attribute('run_name', { contains: 'B' })).toEqual([1, 'b 2'])
  expect(await attribute('Run name', { prefix: 'a' })).toEqual([1, 'a 8'])
  expect(await attribute('user_id', { experiment_ids: ['0', other] })).toEqual([2, 'ada 10', 'bob 1'])
  expect(await attribute('verdict')).toEqual([0])
  for (const key of ['start_time', 'constructor', 'nonsense'])
    await expect(attribute(key)).rejects.toThrow(`attribute '${key}' are not counted`)
})

test('says when there was more than it looked at', async () => {
  const query = { experimentIds: [0], entity: 'tag', key: 'team', prefix: '', contains: '', limit: 10 } as const
  expect((await searchValues(store.connection, query)).isWhole).toBe(true)
  const { isWhole, values } = await searchValues(store.connection, query, 5)
  expect(isWhole).toBe(false)
  expect(values.reduce((sum, { runs }) => sum + runs, 0)).toBe(5)
})

test.each([
  [{ key: '' }, "Missing value for required parameter 'key'"],
  [{ max_results: 1_001 }, 'It must be at most 1000'],
  [{ experiment_ids: ['x'] }, "Invalid experiment ID 'x'"],
  [{ experiment_ids: Array.from({ length: 1_001 }, String) }, 'at most 1000 experiments'],
])('refuses %#', async (request, message) => {
  await expect(search(request)).rejects.toThrow(message)
})
