import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

test('a share ends when it was to end, and then nobody can tell it from one that never was', async () => {
  const { run } = await store.call('createRun', {})
  const { share, token } = await store.call('createShare', { run_ids: [run.info.run_id], expiry_time: store.clock + 1 })
  expect((await store.call('getShare', { token })).share).toEqual(share)
  store.clock += 1
  const refusalOf = async (token: string): Promise<string> => store.call('getShare', { token }).then(String, String)
  expect(await refusalOf(token)).toBe('RepriseError: There is no such share.')
  expect(await refusalOf('never')).toBe(await refusalOf(token))
  expect((await store.call('listShares', {})).shares).toEqual([share])
})

test('a search for the shares of a run takes nothing for a pattern', async () => {
  const { run } = await store.call('createRun', {})
  await store.call('createShare', { run_ids: [run.info.run_id] })
  expect((await store.call('listShares', { run_id: run.info.run_id })).shares).toHaveLength(1)
  expect((await store.call('listShares', { run_id: '%' })).shares).toEqual([])
  await expect(store.call('listShares', { page_token: 'x' })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
})
