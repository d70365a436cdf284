import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from '../sql.ts'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
let other: string
beforeEach(async () => {
  store = await openHandlers()
  other = (await store.call('createExperiment', { name: 'other' })).experiment_id
  const tags = (...keys: string[]) => keys.map((key) => ({ key, value: 'v' }))
  await store.call('createRun', { run_name: 'a', tags: tags('train/Loss', 'val/loss', 'a') })
  await store.call('createRun', { run_name: 'b', tags: tags('train/Loss', 'é%_') })
  await store.call('createRun', { experiment_id: other, run_name: 'c', tags: tags('elsewhere', 'a') })
})
afterEach(() => store.close())

const search = async (request: Record<string, unknown>) => {
  const { keys = [], next_page_token: token } = await store.call('searchKeys', { experiment_ids: ['0'], entity: 'tag', ...request })
  return { found: keys.map(({ key, runs }: { key: string; runs: number }) => `${key} ${runs}`), token }
}

test('finds the names of an experiment in order, with the number of runs', async () => {
  expect(await search({})).toEqual({ found: ['a 1', 'mlflow.runName 2', 'train/Loss 2', 'val/loss 1', 'é%_ 1'], token: undefined })
  expect((await search({ experiment_ids: ['0', other, other] })).found).toContain('a 2')
  expect((await search({ entity: 'param' })).found).toEqual([])
  expect((await search({ experiment_ids: [] })).found).toEqual([])
})

test('finds a part of a name in any case, and nothing in it is a pattern', async () => {
  expect((await search({ contains: 'LOSS' })).found).toEqual(['train/Loss 2', 'val/loss 1'])
  expect((await search({ contains: '%_' })).found).toEqual(['é%_ 1'])
})

test('finds the names of one run of the experiments', async () => {
  const run_id = (await store.call('searchRuns', { experiment_ids: ['0'], filter: "attributes.run_name = 'a'" })).runs[0].info.run_id
  const all = (await search({ run_id })).found
  expect(all).toContain('train/Loss 1')
  expect(all.length).toBeLessThan((await search({})).found.length)
  expect((await search({ run_id, contains: 'LOSS', max_results: 1 })).found).toEqual(['train/Loss 1'])
  expect((await search({ run_id, experiment_ids: [other] })).found).toEqual([])
  await expect(search({ run_id: 'f'.repeat(32) })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

test('pages by name', async () => {
  const first = await search({ max_results: 2 })
  const second = await search({ max_results: 2, page_token: first.token })
  const third = await search({ max_results: 2, page_token: second.token })
  expect([first, second, third].flatMap(({ found }) => found)).toEqual((await search({})).found)
  expect(third.token).toBeUndefined()
  await expect(search({ page_token: 'x' })).rejects.toThrow('Invalid page token')
  await expect(search({ max_results: 1_001 })).rejects.toThrow('It must be at most 1000')
})

test('finds the same among more names than it lists', async () => {
  await store.connection.run(
    sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 6000) insert into keys (name) select 'many/' || i from n`,
  )
  await store.connection.run(
    sql`insert into tags (run_id, key_id, value, experiment_id, start_time)
      select r.id, k.id, 'v', 0, 0 from runs r, keys k where r.name = 'a' and k.name like 'many/%'`,
  )
  expect((await search({ contains: 'LOSS' })).found).toEqual(['train/Loss 2', 'val/loss 1'])
  expect((await search({ contains: 'many/', max_results: 2 })).found).toEqual(['many/1 1', 'many/10 1'])
  expect((await search({ experiment_ids: [other], contains: 'many/' })).found).toEqual([])
  const run_id = (await store.call('searchRuns', { experiment_ids: ['0'], filter: "attributes.run_name = 'a'" })).runs[0].info.run_id
  expect((await search({ run_id, contains: 'many/', max_results: 2 })).found).toEqual(['many/1 1', 'many/10 1'])
})
