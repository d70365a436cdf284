import { filterLimits } from '@reprise/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'
import { insertRun } from '../search/testing/insert-run.ts'

let store: TestHandlers
beforeEach(async () => {
  store = await openHandlers()
  await insertRun(store.connection, {
    uuid: '0'.repeat(32),
    experimentId: 0,
    name: 'a',
    userId: '',
    status: 'RUNNING',
    startTime: 2 ** 53 - 1,
    endTime: undefined,
    deleted: false,
    params: new Map([['p', 'v7']]),
    tags: new Map(),
    metrics: new Map([['m', { last: 7, first: 7, min: 7, max: 7 }]]),
    datasets: [],
  })
})
afterEach(() => store.close())

const count = async (filter: string, more: Record<string, unknown> = {}): Promise<number> => {
  const answer = await store.call('searchRuns', { experiment_ids: ['0'], filter, ...more })
  return answer.runs?.length ?? 0
}
const many = (length: number, write: (index: number) => string) => Array.from({ length }, (_, index) => write(index))

test.each([
  ['as many conditions as a filter may have', many(filterLimits.clauses, (index) => `params.p != '${index}'`).join(' AND ')],
  ['as many alternatives', many(filterLimits.clauses, (index) => `params.p = 'v${index}'`).join(' OR ')],
  ['as many NOTs', `${'NOT '.repeat(filterLimits.nesting)}metrics.m = 7`],
  ['as deep a nesting', `${'(NOT '.repeat(filterLimits.nesting / 2)}metrics.m = 7${')'.repeat(filterLimits.nesting / 2)}`],
  ['a long list of texts', `params.p IN (${many(10_000, (index) => `'v${index}'`).join(', ')})`],
  ['a long list of numbers', `metrics.m IN (${many(5_000, (index) => `${index}, 1e999`).join(', ')})`],
  ['a long list of times', `start_time IN (${many(2_000, (index) => String(2n ** 53n - 1n + BigInt(index))).join(', ')})`],
  ['many lists', many(400, () => `params.p IN (${many(20, (index) => `'v${index}'`).join(',')})`).join(' AND ')],
])('answers a filter with %s', async (_name, filter) => {
  expect(await count(filter)).toBe(1)
  expect(await count(filter, { order_by: ['params.p', 'metrics.m DESC', 'status'] })).toBe(1)
})

test('answers an order by as many columns as there may be', async () => {
  const orderBy = many(filterLimits.orderByItems, (index) => `metrics.m${index === 0 ? '' : index} DESC`)
  expect(await count('', { order_by: orderBy })).toBe(1)
})

test('refuses a pattern that no database takes', async () => {
  await expect(count(`params.p LIKE '${'%a'.repeat(30_000)}'`)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  expect(await count(`params.p LIKE 'v${'%'.repeat(20_000)}7'`)).toBe(1)
})
