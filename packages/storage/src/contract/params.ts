import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { ask, createRun, dataOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

/** Params may be written behind; nobody may be able to tell. */
export function describeParams(open: OpenStore): void {
  test(
    'a param is seen by every read that starts after it was acknowledged',
    withStore(open, async ({ store }) => {
      const runs = [await createRun(store), await createRun(store)]
      const [first = '', second = ''] = runs
      for (let index = 0; index < 20; index++) {
        await log(store, first, { [`a${index}`]: `${index}`, shared: 'x' })
        if (index % 4 === 0) expect((await dataOf(store, first)).params[`a${index}`]).toBe(String(index))
        if (index % 4 === 1) expect(await found(store, `params.a${index} = '${index}'`)).toEqual([first])
        if (index % 4 === 2)
          expect((await ask(store, 'searchKeys', paramKeys(`a${index}`))).keys).toMatchObject([{ key: `a${index}`, runs: 1 }])
        expect(await ask(store, 'searchValues', { experiment_ids: ['0'], key: `a${index}`, prefix: String(index).slice(0, 1) })).toEqual({
          values: [{ value: String(index), runs: 1 }],
          total: 1,
          is_whole: true,
        })
        if (index % 4 === 3) {
          await log(store, second, { [`a${index}`]: '0' })
          expect(await found(store, '', [`params.a${index} DESC`])).toEqual([first, second])
          expect(await found(store, '', [`params.a${index} ASC`])).toEqual([second, first])
        }
      }
      expect(await found(store, "params.shared LIKE 'x%'")).toEqual([first])
      expect(await found(store, "params.shared != 'x'")).toEqual([])
    }),
  )

  test(
    'params of many runs and calls are each there once, before and after opening again',
    withStore(open, async (opened) => {
      const runs = await Promise.all(Array.from({ length: 12 }, () => createRun(opened.store)))
      const expected = (run: number) => Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, `${(index * run) % 7}`]))
      // Names come in another order in each call, so that ids are not ascending.
      await Promise.all(
        runs.flatMap((runId, run) =>
          Array.from({ length: 6 }, (_, call) =>
            log(
              opened.store,
              runId,
              Object.fromEntries(
                Object.entries(expected(run))
                  .filter((_, index) => (index * 7 + run) % 6 === call)
                  .toReversed(),
              ),
            ),
          ),
        ),
      )
      const check = async () => {
        for (const [run, runId] of runs.entries()) {
          const { run: answer } = await ask(opened.store, 'getRun', { run_id: runId })
          expect(answer.data?.params).toHaveLength(300)
          expect((await dataOf(opened.store, runId)).params).toEqual(expected(run))
        }
        expect(new Set(await found(opened.store, "params.p1 = '3'"))).toEqual(new Set([runs[3], runs[10]]))
      }
      await opened.reopen()
      await check()
      await opened.reopen()
      await check()
    }),
  )

  test(
    'another value is refused at any time: at once, in the same commit, after a read, after opening again',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const change = (key: string) => ask(opened.store, 'logParam', { run_id: runId, key, value: 'other' })
      const refused = (key: string, value: string) =>
        `Changing param values is not allowed. Param with key='${key}' was already logged with value='${value}' for run ID='${runId}'. Attempted logging new value 'other'.`
      const logged: string[] = []
      for (const moment of ['at once', 'same commit', 'after a read', 'after opening again']) {
        const key = moment.replaceAll(' ', '-')
        const logging = log(opened.store, runId, { [key]: '1' })
        if (moment !== 'same commit') await logging
        if (moment === 'after a read') await dataOf(opened.store, runId)
        if (moment === 'after opening again') await opened.reopen()
        await expect(change(key)).rejects.toThrow(refused(key, '1'))
        await logging
        await log(opened.store, runId, { [key]: '1' })
        logged.push(key)
      }
      // Some stand in the table by now and some wait: all conflicts are named, and nothing of the batch is kept.
      await log(opened.store, runId, { waits: '2' })
      await expect(log(opened.store, runId, { fresh: '1', waits: '3', 'at-once': '4' })).rejects.toThrow(
        `Params were already logged='[{'key': 'waits', 'old_value': '2', 'new_value': '3'}, {'key': 'at-once', 'old_value': '1', 'new_value': '4'}]'`,
      )
      await log(opened.store, runId, { fresh: 'a value of its own' })
      expect((await dataOf(opened.store, runId)).params).toEqual({
        ...Object.fromEntries(logged.map((key) => [key, '1'])),
        waits: '2',
        fresh: 'a value of its own',
      })
    }),
  )

  test(
    'each call of a group is taken or refused as a whole',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, caller) =>
          ask(store, 'logBatch', {
            run_id: runId,
            metrics: [point('m', caller, caller)],
            params: [
              { key: `own${caller}`, value: String(caller) },
              { key: `contested${caller % 3}`, value: String(caller) },
            ],
          }),
        ),
      )
      const taken = outcomes.flatMap(({ status }, caller) => (status === 'fulfilled' ? [caller] : []))
      expect(taken).toHaveLength(3)
      const { params } = await dataOf(store, runId)
      expect(params).toEqual(
        Object.fromEntries(
          taken.flatMap((caller) => [
            [`own${caller}`, String(caller)],
            [`contested${caller % 3}`, String(caller)],
          ]),
        ),
      )
    }),
  )

  test(
    'values of all kinds come back as they were',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const values = {
        empty: '',
        quote: `'"\\`,
        mark: '\uFEFFbom\uFEFF',
        face: '\u{1F600}é\u0301',
        long: 'é'.repeat(6_000),
        lines: 'a\nb\tc',
      }
      await log(opened.store, runId, values)
      await log(opened.store, runId, values)
      await opened.reopen()
      await log(opened.store, runId, values)
      expect((await dataOf(opened.store, runId)).params).toEqual(values)
    }),
  )

  test(
    'a run that is deleted and restored keeps them; one that is deleted for good takes them along',
    withStore(open, async (opened) => {
      const [kept, gone] = [await createRun(opened.store), await createRun(opened.store)]
      await Promise.all([kept, gone].map((runId) => log(opened.store, runId, { p: 'v', [`of-${runId}`]: 'v' })))
      await Promise.all([kept, gone].map((runId) => ask(opened.store, 'deleteRun', { run_id: runId })))
      await ask(opened.store, 'restoreRun', { run_id: kept })
      await opened.store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
      expect((await dataOf(opened.store, kept)).params).toEqual({ p: 'v', [`of-${kept}`]: 'v' })
      expect(await found(opened.store, "params.p = 'v'")).toEqual([kept])
      await opened.reopen()
      expect(await found(opened.store, "params.p = 'v'")).toEqual([kept])
    }),
  )

  test(
    'a run that is created again is answered with them',
    withStore(open, async ({ store }) => {
      const create = () => ask(store, 'createRun', { experiment_id: '0' }, { idempotencyKey: 'w:1' })
      const { run } = await create()
      await ask(store, 'logBatch', { run_id: run.info.run_id, params: [{ key: 'p', value: 'v' }], metrics: [point('m', 1, 2)] })
      const again = await create()
      expect(again.run.data).toMatchObject({ params: [{ key: 'p', value: 'v' }], metrics: [{ key: 'm', value: 2 }] })
    }),
  )

  test(
    'a backup holds what was acknowledged before it',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      await log(opened.store, runId, { p: 'v' })
      await opened.store.backup(opened.backupTarget)
      const copy = await opened.openBackup()
      try {
        expect(await found(copy.store, "params.p = 'v'")).toEqual([runId])
        await expect(log(copy.store, runId, { p: 'w' })).rejects.toThrow('Changing param values is not allowed')
      } finally {
        await copy.dispose()
      }
    }),
  )
}

function log(store: Store, runId: string, params: Readonly<Record<string, string>>): Promise<unknown> {
  return ask(store, 'logBatch', { run_id: runId, params: Object.entries(params).map(([key, value]) => ({ key, value })) })
}

async function found(store: Store, filter: string, order: readonly string[] = []): Promise<string[]> {
  const { runs } = await ask(store, 'searchRuns', { experiment_ids: ['0'], filter, order_by: [...order] })
  return runs.map(({ info }) => info.run_id)
}

function paramKeys(part: string) {
  return { experiment_ids: ['0'], entity: 'param', contains: part, max_results: 1 } as const
}
