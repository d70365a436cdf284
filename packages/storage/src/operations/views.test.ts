import { afterEach, beforeEach, expect, test } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

test('a page keeps so many views and no more, and says what to do', async () => {
  for (let index = 0; index < 500; index++) await store.call('createView', { page: 'runs', name: `v${index}` })
  await expect(store.call('createView', { page: 'runs', name: 'more' })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: 'A page may have 500 saved views, and a server 10000.',
    hint: 'Delete views that are not needed any more.',
  })
  expect((await store.call('createView', { page: 'runs', name: 'v7' })).view.name).toBe('v7')
  await store.call('createView', { page: 'compare', name: 'more' })
})

test('a view that changes twice in a millisecond has two times', async () => {
  const { view } = await store.call('createView', { page: 'runs', name: 'v' })
  const { view: changed } = await store.call('updateView', { view_id: view.view_id, name: 'w' })
  expect(changed.last_update_time).toBe(view.last_update_time + 1)
  expect((await store.call('updateView', { view_id: view.view_id, name: 'w' })).view).toEqual(changed)
  await expect(store.call('updateView', { view_id: 'nobody', name: 'w' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})

test.each(['nonsense', 'WyJhIl0', 'WzEsMl0'])('the page token %s is refused', async (token) => {
  await expect(store.call('listViews', { page_token: token })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
})

test.each([
  ['a page in capitals', { page: 'Runs' }, "for parameter 'page'"],
  ['a long page', { page: `r${'x'.repeat(60)}` }, "for parameter 'page'"],
  ['a blank name', { name: ' ' }, "'name' must have a character"],
  ['a line break in a name', { name: 'a\nb' }, "'name' must have a character"],
  ['a long name', { name: 'x'.repeat(201) }, "'name' exceeds the maximum length of 200 characters"],
  ['a long query', { query: 'x'.repeat(20_001) }, "'query' exceeds the maximum length of 20000 characters"],
  ['more than a query', { query: 'a#b' }, "'query' must be a query string"],
  ['an experiment that is not there', { experiment_id: '99' }, 'No Experiment with id=99 exists'],
  ['an experiment that is none', { experiment_id: 'x' }, "Invalid experiment ID 'x'"],
])('refuses %s', async (_, more, message) => {
  await expect(store.call('createView', { page: 'runs', name: 'n', ...more })).rejects.toThrow(message)
})
