import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeViews(open: OpenStore): void {
  test(
    'are kept, listed by name, changed and forgotten',
    withStore(open, async (opened) => {
      const { experiment_id: experimentId } = await ask(opened.store, 'createExperiment', { name: 'viewed' })
      const save = (name: string, more: object = {}) =>
        ask(opened.store, 'createView', { page: 'runs', experiment_id: experimentId, name, query: 'sort=loss', ...more })
      const { view } = await save('  best ', { query: '?sort=loss&filter=metrics.loss%20%3C%201', user_id: 'ada' })
      expect(view).toMatchObject({
        name: 'best',
        query: 'sort=loss&filter=metrics.loss%20%3C%201',
        user_id: 'ada',
        experiment_id: experimentId,
      })
      await save('Äpfel')
      await save('all', { page: 'compare' })
      await save('everywhere', { experiment_id: undefined })
      await opened.reopen()
      const names = async (request: object) => (await ask(opened.store, 'listViews', request)).views.map(({ name }) => name)
      expect(await names({})).toEqual(['all', 'best', 'everywhere', 'Äpfel'])
      expect(await names({ page: 'runs', experiment_id: experimentId })).toEqual(['best', 'Äpfel'])
      const first = await ask(opened.store, 'listViews', { max_results: 3 })
      expect(await names({ page_token: first.next_page_token })).toEqual(['Äpfel'])
      const { view: renamed } = await ask(opened.store, 'updateView', { view_id: view.view_id, name: 'better' })
      expect(renamed).toMatchObject({ name: 'better', query: view.query, creation_time: view.creation_time })
      const { view: gone } = await ask(opened.store, 'deleteView', { view_id: view.view_id })
      expect(gone).toEqual(renamed)
      expect(await names({ page: 'runs' })).toEqual(['everywhere', 'Äpfel'])
      const { page, experiment_id, name, query } = gone
      await ask(opened.store, 'createView', { page, experiment_id, name, query })
      expect(await names({ page: 'runs' })).toEqual(['better', 'everywhere', 'Äpfel'])
    }),
  )

  test(
    'have names of their own on a page, and are the same when they are saved again',
    withStore(open, async ({ store }) => {
      const best = { page: 'runs', name: 'best', query: 'a=1' }
      const { view } = await ask(store, 'createView', best)
      expect((await ask(store, 'createView', best)).view).toEqual(view)
      await expect(ask(store, 'createView', { ...best, query: 'a=2' })).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' })
      await ask(store, 'createView', { ...best, experiment_id: '0' })
      const { view: other } = await ask(store, 'createView', { ...best, name: 'other' })
      await expect(ask(store, 'updateView', { view_id: other.view_id, name: 'best' })).rejects.toMatchObject({
        code: 'RESOURCE_ALREADY_EXISTS',
        message: expect.stringContaining("'best'"),
      })
    }),
  )

  test(
    'go by the last write, unless the writer says what it has read',
    withStore(open, async ({ store }) => {
      const { view } = await ask(store, 'createView', { page: 'run', name: 'mine', query: 'a=1' })
      const change = (query: string, read?: typeof view.last_update_time) =>
        ask(store, 'updateView', { view_id: view.view_id, query, last_update_time: read })
      const { view: second } = await change('a=2', view.last_update_time)
      await expect(change('a=3', view.last_update_time)).rejects.toMatchObject({ code: 'RESOURCE_CONFLICT' })
      expect((await change('a=3')).view.query).toBe('a=3')
      await expect(change('a=4', second.last_update_time)).rejects.toMatchObject({ code: 'RESOURCE_CONFLICT' })
    }),
  )

  test(
    'are told of in the live feed',
    withStore(open, async ({ store }) => {
      const { position } = await store.changesAfter(undefined, 0)
      const { view } = await ask(store, 'createView', { page: 'runs', experiment_id: '0', name: 'told' })
      await ask(store, 'updateView', { view_id: view.view_id, query: 'a=1' })
      await ask(store, 'deleteView', { view_id: view.view_id })
      const told = async () => (await store.changesAfter(position, 10)).changes.map(({ kind, experiment_id: id }) => `${kind} ${id}`)
      await expect.poll(told, { timeout: 10_000 }).toEqual(['views-updated 0', 'views-updated 0', 'views-updated 0'])
    }),
  )

  test(
    'go with the experiment that is deleted for good, and stay in a copy',
    withStore(open, async (opened) => {
      const { store } = opened
      const { experiment_id: experimentId } = await ask(store, 'createExperiment', { name: 'gone' })
      await ask(store, 'createView', { page: 'runs', experiment_id: experimentId, name: 'gone' })
      await ask(store, 'createView', { page: 'runs', experiment_id: '0', name: 'kept' })
      await ask(store, 'deleteExperiment', { experiment_id: experimentId })
      expect((await ask(store, 'listViews', {})).views).toHaveLength(2)
      await store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
      expect((await ask(store, 'listViews', {})).views.map(({ name }) => name)).toEqual(['kept'])
      await store.backup(opened.backupTarget)
      const copy = await opened.openBackup()
      try {
        expect((await ask(copy.store, 'listViews', {})).views.map(({ name }) => name)).toEqual(['kept'])
      } finally {
        await copy.dispose()
      }
    }),
  )
}
