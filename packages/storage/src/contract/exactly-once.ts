import { expect, test } from 'vitest'
import { ask, createRun, dataOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeExactlyOnce(open: OpenStore): void {
  test(
    'a batch that comes again is acknowledged without effect, however late',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const log = (sequence: number, value: string) =>
        ask(
          opened.store,
          'logBatch',
          { run_id: runId, tags: [{ key: 't', value }], params: [{ key: `p${sequence}`, value }] },
          { idempotencyKey: `writer:${sequence}` },
        )
      await log(1, 'one')
      await log(2, 'two')
      await log(1, 'again')
      await opened.reopen()
      await log(2, 'again')
      expect(await dataOf(opened.store, runId)).toMatchObject({ params: { p1: 'one', p2: 'two' }, tags: { t: 'two' } })
      await log(3, 'three')
      expect((await dataOf(opened.store, runId)).tags['t']).toBe('three')
    }),
  )

  test(
    'replays within one commit are recognised',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const values = ['first', 'second', 'third']
      await Promise.all(values.map((value) => ask(store, 'setTag', { run_id: runId, key: 't', value }, { idempotencyKey: 'w:7' })))
      expect((await dataOf(store, runId)).tags['t']).toBe('first')
    }),
  )

  test(
    'writers do not disturb each other, and a refused write may be sent again',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      await ask(store, 'setTag', { run_id: runId, key: 'a', value: '1' }, { idempotencyKey: 'one:5' })
      await ask(store, 'setTag', { run_id: runId, key: 'b', value: '1' }, { idempotencyKey: 'two:5' })
      await expect(ask(store, 'setTag', { run_id: 'f'.repeat(32), key: 'c', value: '1' }, { idempotencyKey: 'one:6' })).rejects.toThrow(
        'not found',
      )
      await ask(store, 'setTag', { run_id: runId, key: 'c', value: '1' }, { idempotencyKey: 'one:6' })
      expect((await dataOf(store, runId)).tags).toMatchObject({ a: '1', b: '1', c: '1' })
    }),
  )

  test(
    'creating a run again answers the run of the first time',
    withStore(open, async (opened) => {
      const create = () => createRun(opened.store, { run_name: 'mine' })
      const create7 = () => createRun(opened.store, { run_name: 'mine' }, { idempotencyKey: 'w:7' })
      const [first, second] = await Promise.all([create7(), create7()])
      expect(second).toBe(first)
      await opened.reopen()
      await ask(opened.store, 'logBatch', { run_id: first, metrics: [point('m', 1, 1)] }, { idempotencyKey: 'w:8' })
      expect(await create7()).toBe(first)
      expect(await create()).not.toBe(first)
    }),
  )

  test(
    'a key that is not <writer>:<sequence> is refused',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      for (const idempotencyKey of [
        '',
        'writer',
        ':1',
        'writer:',
        'writer:x',
        'writer:-1',
        `${'w'.repeat(201)}:1`,
        'w:1234567890123456',
        'schlüssel:1',
      ]) {
        await expect(ask(store, 'setTag', { run_id: runId, key: 't', value: 'v' }, { idempotencyKey })).rejects.toMatchObject({
          code: 'INVALID_PARAMETER_VALUE',
        })
      }
      expect((await dataOf(store, runId)).tags['t']).toBeUndefined()
    }),
  )
}
