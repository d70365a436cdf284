import type { AnswerFor } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

type Models = NonNullable<AnswerFor<'searchLoggedModels'>['models']>
const namesOf = (models: Models): string => models.map(({ info }) => info.name).join('')

export function describeLoggedModels(open: OpenStore): void {
  test(
    'a logged model keeps its state, params and tags over a restart, in a place of its own',
    withStore(open, async (opened) => {
      const { model: made } = await ask(opened.store, 'createLoggedModel', {
        experiment_id: '0',
        name: 'm',
        source_run_id: 'r',
        params: [{ key: 'lr', value: '1' }],
        tags: [
          { key: 'b', value: '2' },
          { key: 'a', value: '1' },
        ],
      })
      const { model_id: id } = made.info
      expect(made.info).toMatchObject({ status: 'LOGGED_MODEL_PENDING', model_type: '', source_run_id: 'r', name: 'm' })
      expect(made.info.artifact_uri).toMatch(new RegExp(`/0/models/${id}/artifacts$`))
      expect(made.info.tags.map(({ key }) => key)).toEqual(['a', 'b'])

      await ask(opened.store, 'finalizeLoggedModel', { model_id: id, status: 'LOGGED_MODEL_READY' })
      await ask(opened.store, 'setLoggedModelTags', { model_id: id, tags: [{ key: 'a', value: '' }] })
      await ask(opened.store, 'deleteLoggedModelTag', { model_id: id, tag_key: 'b' })
      await ask(opened.store, 'logLoggedModelParams', { model_id: id, params: [{ key: 'lr', value: '1' }, { key: 'late' }] })
      await opened.reopen()
      const { model } = await ask(opened.store, 'getLoggedModel', { model_id: id })
      expect(model.info).toMatchObject({ status: 'LOGGED_MODEL_READY', tags: [{ key: 'a', value: '' }] })
      expect(model.data?.params).toEqual([
        { key: 'late', value: '' },
        { key: 'lr', value: '1' },
      ])
    }),
  )

  test(
    'logged models are searched, ordered and read page by page, those of other experiments and deleted ones left out',
    withStore(open, async ({ store }) => {
      const { experiment_id: other } = await ask(store, 'createExperiment', { name: 'other' })
      const ids: string[] = []
      for (const [name, lr] of Object.entries({ a: '1', b: '2', c: '1', d: '3' })) {
        const { model } = await ask(store, 'createLoggedModel', {
          experiment_id: '0',
          name,
          model_type: name < 'c' ? 'agent' : '',
          params: [{ key: 'lr', value: lr }],
        })
        ids.push(model.info.model_id)
      }
      await ask(store, 'createLoggedModel', { experiment_id: other, name: 'x' })
      const search = (filter: string, order?: string, more: object = {}) =>
        ask(store, 'searchLoggedModels', {
          experiment_ids: ['0'],
          filter,
          order_by: order === undefined ? [] : [{ field_name: order.replace('-', ''), ascending: !order.startsWith('-') }],
          ...more,
        })
      const names = async (...args: Parameters<typeof search>): Promise<string> => namesOf((await search(...args)).models)
      expect(await names('', 'name')).toBe('abcd')
      expect(await names('', '-name')).toBe('dcba')
      expect(await names("params.lr = '1'", 'name')).toBe('ac')
      expect(await names("NOT params.lr = '1' AND model_type = 'agent'")).toBe('b')
      expect(await names("status = 'PENDING' AND name IN ('a', 'd')", 'name')).toBe('ad')
      expect(await names(`model_id = '${ids[2] ?? ''}'`)).toBe('c')
      expect(await names('', undefined, { experiment_ids: [] })).toBe('')
      const first = await search('', 'name', { max_results: 3 })
      expect(namesOf(first.models)).toBe('abc')
      const second = await search('', 'name', { max_results: 3, page_token: first.next_page_token })
      expect([namesOf(second.models), second.next_page_token]).toEqual(['d', undefined])
      await ask(store, 'deleteLoggedModel', { model_id: ids[0] ?? '' })
      expect(await names('', 'name')).toBe('bcd')
      await expect(names('metrics.acc > 1')).rejects.toThrow('metrics are those of runs')
      await expect(names('', 'params.lr')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    }),
  )

  test(
    'what is no logged model, and params that would change, are refused and leave nothing',
    withStore(open, async ({ store }) => {
      const { model } = await ask(store, 'createLoggedModel', { experiment_id: '0', params: [{ key: 'lr', value: '1' }] })
      const { model_id: id } = model.info
      expect(model.info.name).toMatch(/^[a-z]+-[a-z]+-\d+$/)
      const params = [
        { key: 'new', value: '1' },
        { key: 'lr', value: '2' },
      ]
      await expect(ask(store, 'logLoggedModelParams', { model_id: id, params })).rejects.toThrow('Changing param values is not allowed')
      expect((await ask(store, 'getLoggedModel', { model_id: id })).model.data?.params).toEqual([{ key: 'lr', value: '1' }])
      await expect(ask(store, 'createLoggedModel', { experiment_id: '0', name: 'a/b' })).rejects.toMatchObject({ status: 400 })
      await expect(ask(store, 'createLoggedModel', { experiment_id: '77' })).rejects.toMatchObject({ status: 404 })
      await expect(ask(store, 'getLoggedModel', { model_id: 'm-nope' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
      await expect(ask(store, 'deleteLoggedModelTag', { model_id: id, tag_key: 'k' })).rejects.toMatchObject({ status: 404 })
    }),
  )

  test(
    'the models of an experiment go with it for good, their files last',
    withStore(open, async ({ store }) => {
      const { experiment_id: experiment } = await ask(store, 'createExperiment', { name: 'gone' })
      const { model } = await ask(store, 'createLoggedModel', { experiment_id: experiment, params: [{ key: 'lr', value: '1' }] })
      const { model: kept } = await ask(store, 'createLoggedModel', { experiment_id: '0', name: 'kept' })
      await ask(store, 'deleteExperiment', { experiment_id: experiment })
      const gone: string[] = []
      await store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async (uris) => void gone.push(...uris) })
      expect(gone).toEqual([model.info.artifact_uri])
      await expect(ask(store, 'getLoggedModel', { model_id: model.info.model_id })).rejects.toMatchObject({ status: 404 })
      expect((await ask(store, 'getLoggedModel', { model_id: kept.info.model_id })).model.info.name).toBe('kept')
    }),
  )
}
