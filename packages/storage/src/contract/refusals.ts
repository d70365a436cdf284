import { encodeText } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeRefusals(open: OpenStore): void {
  test(
    'a refused call leaves nothing, and those committed with it succeed',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const deleted = await createRun(store)
      await ask(store, 'deleteRun', { run_id: deleted })
      await ask(store, 'logParam', { run_id: runId, key: 'fixed', value: '1' })
      const good = Array.from({ length: 20 }, (_, step) => ask(store, 'logBatch', { run_id: runId, metrics: [point('good', step, step)] }))
      const bad = [
        ask(store, 'logBatch', {
          run_id: runId,
          metrics: [point('lost', 1, 1)],
          params: [
            { key: 'lost', value: '1' },
            { key: 'fixed', value: '2' },
          ],
        }),
        ask(store, 'logBatch', { run_id: runId, metrics: [point('lost', 1, 1), point('b$d', 1, 1)], tags: [{ key: 'lost', value: '1' }] }),
        ask(store, 'logBatch', { run_id: 'f'.repeat(32), metrics: [point('lost', 1, 1)] }),
        ask(store, 'logMetric', { run_id: deleted, key: 'lost', value: 1, timestamp: 1 }),
        ask(store, 'logMetric', { run_id: runId, key: 'lost', value: 1, timestamp: -1 }),
        store.call('logBatch', encodeText('{"run_id": ')),
        ask(store, 'setTag', { run_id: runId, key: '../up', value: 'x' }),
      ]
      const outcomes = await Promise.allSettled(bad)
      await Promise.all(good)
      expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.status : 200))).toEqual([
        400, 400, 404, 400, 400, 400, 400,
      ])
      expect(await historyOf(store, runId, 'good')).toHaveLength(20)
      expect(await dataOf(store, runId)).toMatchObject({ params: { fixed: '1' }, metrics: { good: { value: 19 } } })
      expect(Object.keys((await dataOf(store, runId)).metrics)).toEqual(['good'])
      expect(Object.keys((await dataOf(store, runId)).tags)).toEqual(['mlflow.runName'])
    }),
  )

  test(
    'params never change: the same value again is fine, another one is refused in the words clients look for',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      await ask(store, 'logParam', { run_id: runId, key: 'p', value: '1' })
      await ask(store, 'logParam', { run_id: runId, key: 'p', value: '1' })
      await expect(ask(store, 'logParam', { run_id: runId, key: 'p', value: '2' })).rejects.toThrow(
        `Changing param values is not allowed. Param with key='p' was already logged with value='1' for run ID='${runId}'. Attempted logging new value '2'.`,
      )
      await expect(ask(store, 'logBatch', { run_id: runId, params: [{ key: 'p', value: "it's" }] })).rejects.toThrow(
        `Changing param values is not allowed. Params were already logged='[{'key': 'p', 'old_value': '1', 'new_value': "it's"}]' for run ID='${runId}'.`,
      )
    }),
  )

  test(
    'values that are too long are cut, and are the same value when they are logged again',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const long = '\u{1F600}'.repeat(9_000)
      await ask(store, 'logBatch', { run_id: runId, params: [{ key: 'p', value: long }], tags: [{ key: 't', value: long }] })
      await ask(store, 'logParam', { run_id: runId, key: 'p', value: long })
      const { params, tags } = await dataOf(store, runId)
      expect([...(params['p'] ?? '')]).toHaveLength(6_000)
      expect([...(tags['t'] ?? '')]).toHaveLength(8_000)
    }),
  )

  test(
    'the tag mlflow.runName renames the run',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store, { run_name: 'before' })
      await ask(store, 'setTag', { run_id: runId, key: 'mlflow.runName', value: 'after' })
      const { run } = await ask(store, 'getRun', { run_id: runId })
      expect(run.info.run_name).toBe('after')
    }),
  )

  test(
    'a run that was deleted takes nothing, and everything again once it is restored',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      await ask(store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1 })
      await ask(store, 'deleteRun', { run_id: runId })
      await expect(ask(store, 'logMetric', { run_id: runId, key: 'm', value: 2, timestamp: 2 })).rejects.toThrow(
        `The run ${runId} must be in the 'active' state. Current state is deleted.`,
      )
      await ask(store, 'restoreRun', { run_id: runId })
      await ask(store, 'logMetric', { run_id: runId, key: 'm', value: 3, timestamp: 3 })
      expect((await historyOf(store, runId, 'm')).map(({ value }) => value)).toEqual([1, 3])
    }),
  )

  test(
    'an operation that its request does not fit is refused with the place of the mistake',
    withStore(open, async ({ store }) => {
      await expect(store.call('logMetric', encodeText('[]'))).rejects.toMatchObject({ status: 400 })
      await expect(store.call('logMetric', encodeText('{}'))).rejects.toThrow('Missing value for required parameter')
      await expect(store.call('logBatch', encodeText('{"run_id":"x","metrics":[{"key":"m","value":1}]}'))).rejects.toThrow(
        'metrics[0].timestamp',
      )
    }),
  )
}
