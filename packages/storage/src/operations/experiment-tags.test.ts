import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

test('sets, overwrites and deletes a tag', async () => {
  await store.call('setExperimentTag', { experiment_id: '0', key: 'k', value: 'v1' })
  await store.call('setExperimentTag', { experiment_id: '0', key: 'k', value: 'v2' })
  await store.call('setExperimentTag', { experiment_id: '0', key: 'empty' })
  const tags = async () => (await store.call('getExperiment', { experiment_id: '0' })).experiment.tags
  expect(await tags()).toEqual([
    { key: 'empty', value: '' },
    { key: 'k', value: 'v2' },
  ])
  await store.call('deleteExperimentTag', { experiment_id: '0', key: 'k' })
  expect(await tags()).toEqual([{ key: 'empty', value: '' }])
  await expect(store.call('deleteExperimentTag', { experiment_id: '0', key: 'k' })).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: 'No tag with name: k in experiment with id 0',
  })
})

test.each(['é ü', 'числа_1.2-3:4', 'a/b', 'k'.repeat(250)])('accepts the key %s', async (key) => {
  expect(await store.call('setExperimentTag', { experiment_id: '0', key, value: 'v' })).toEqual({})
})

test.each([
  ['a$b', 'Invalid value "a$b" for parameter \'key\' supplied: Names may only contain alphanumerics'],
  ['ж$', 'Invalid value "\\u0436$" for parameter'],
  ['../up', "This name would resolve to '../up'"],
  ['a//b', "This name would resolve to 'a/b'"],
  ['a/', "This name would resolve to 'a'"],
  ['.', "This name would resolve to '.'"],
  ['/abs', "This name would resolve to '/abs'"],
  ['k'.repeat(251), "'key' exceeds the maximum length of 250 characters"],
])('refuses the key %s in the words of MLflow', async (key, message) => {
  await expect(store.call('setExperimentTag', { experiment_id: '0', key, value: 'v' })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(message),
  })
})
