import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeMoving(open: OpenStore): void {
  test(
    'takes everything that was logged of a run along, whatever is still to be written',
    withStore(open, async (opened) => {
      const { store } = opened
      const target = await createExperiment(store, 'target')
      const [moved, stays] = [await createRun(store), await createRun(store)]
      const log = (runId: string, step: number, more: object = {}) =>
        ask(store, 'logBatch', {
          run_id: runId,
          metrics: Array.from({ length: 100 }, (_, key) => point(`m${key}`, step, step + key)),
          params: [{ key: `p${step}`, value: 'v' }],
          tags: [{ key: 'team', value: 'vision' }],
          ...more,
        })
      for (let step = 0; step < 3; step++) await Promise.all([log(moved, step), log(stays, step)])
      await readData(store, moved, 'a')
      await readData(store, stays, 'a')
      // In one flush with what is logged before and after.
      const [, answer] = await Promise.all([log(moved, 3), move(store, [moved], target), log(moved, 4)])
      expect(answer).toEqual({ experiment_id: target, moved: [{ run_id: moved, from_experiment_id: '0' }] })
      const check = async () => {
        for (const [experimentId, runId, steps] of [
          [target, moved, 5],
          ['0', stays, 3],
        ] as const) {
          for (const filter of [
            '',
            `metrics.m7 = ${steps + 6}`,
            `params.p${steps - 1} = 'v'`,
            "tags.team = 'vision'",
            "dataset.name = 'a'",
            'min(metrics.m7) = 7',
          ])
            expect(await found(opened.store, experimentId, filter), filter).toEqual([runId])
          expect(await found(opened.store, experimentId, '', ['metrics.m9 DESC'])).toEqual([runId])
          expect((await ask(opened.store, 'searchKeys', { experiment_ids: [experimentId], entity: 'param' })).keys).toHaveLength(steps)
          const { dataset_summaries: datasets } = await ask(opened.store, 'searchDatasets', { experiment_ids: [experimentId] })
          expect(datasets.map(({ name, context }) => [name, context])).toEqual([['a', 'train']])
        }
        expect(await historyOf(opened.store, moved, 'm7')).toHaveLength(5)
        const { run } = await ask(opened.store, 'getRun', { run_id: moved })
        expect(run.info).toMatchObject({ experiment_id: target, artifact_uri: expect.stringContaining(`/0/${moved}/`) })
        expect(run.inputs?.dataset_inputs).toHaveLength(1)
      }
      await check()
      await opened.reopen()
      await check()
      expect((await move(opened.store, [moved], target)).moved).toEqual([])
    }),
  )

  test(
    'takes the runs below and the models that were made along, unless told otherwise',
    withStore(open, async ({ store }) => {
      const [one, two] = [await createExperiment(store, 'one'), await createExperiment(store, 'two')]
      const below = (parent: string, experiment_id = '0') =>
        createRun(store, { experiment_id, tags: [{ key: 'mlflow.parentRunId', value: parent }] })
      const parent = await createRun(store)
      const children = [await below(parent), await below(parent)]
      const grandchild = await below(children[1] ?? '')
      const elsewhere = await below(parent, two)
      await ask(store, 'deleteRun', { run_id: grandchild })
      const { model } = await ask(store, 'createLoggedModel', { experiment_id: '0', name: 'm', source_run_id: children[0] })
      const { moved } = await move(store, [parent, parent], one)
      expect(new Set(moved.map(({ run_id: runId }) => runId))).toEqual(new Set([parent, ...children, grandchild]))
      expect(await found(store, '0', '')).toEqual([])
      expect(await found(store, two, '')).toEqual([elsewhere])
      const of = async (modelId: string) => (await ask(store, 'getLoggedModel', { model_id: modelId })).model.info?.experiment_id
      expect(await of(model.info?.model_id ?? '')).toBe(one)
      await ask(store, 'moveRuns', { run_ids: [parent], experiment_id: two, children: false })
      expect(new Set(await found(store, two, ''))).toEqual(new Set([parent, elsewhere]))
      await ask(store, 'restoreRun', { run_id: grandchild })
      expect(await found(store, one, '')).toHaveLength(3)
    }),
  )

  test(
    'loses nothing of what is logged meanwhile, however often a run is moved',
    withStore(open, async (opened) => {
      const { store } = opened
      const places = ['0', await createExperiment(store, 'other')]
      const runs = [await createRun(store), await createRun(store)]
      for (const runId of runs) await ask(store, 'logMetric', { run_id: runId, ...point('m0', 0, 0) })
      let isMoving = true
      const acknowledged = await Promise.all([
        ...runs.map(async (runId) => {
          let step = 0
          for (; isMoving || step < 20; step++) {
            const metrics = Array.from({ length: step % 5 === 0 ? 90 : 3 }, (_, key) => point(`m${key}`, step, step))
            await ask(store, 'logBatch', { run_id: runId, metrics, params: [{ key: `p${step}`, value: 'v' }] })
            await ask(store, 'setTag', { run_id: runId, key: `t${step % 7}`, value: 'v' })
          }
          return step
        }),
        (async () => {
          for (let round = 1; round <= 12; round++) {
            await move(store, runs, places[round % 2] ?? '')
            await readData(store, runs[round % 2] ?? '', `d${round}`)
            expect(await found(store, places[round % 2] ?? '', 'metrics.m0 >= 0')).toHaveLength(2)
          }
          isMoving = false
          return 0
        })(),
      ])
      for (const reopened of [false, true]) {
        if (reopened) await opened.reopen()
        for (const [index, runId] of runs.entries()) {
          const steps = acknowledged[index] ?? 0
          expect(await historyOf(opened.store, runId, 'm1')).toHaveLength(steps)
          const { params, tags, metrics } = await dataOf(opened.store, runId)
          expect([Object.keys(params).length, Object.keys(metrics).length]).toEqual([steps, 90])
          expect(Object.keys(tags).filter((key) => key.startsWith('t'))).toHaveLength(7)
        }
        expect(await found(opened.store, '0', "params.p1 = 'v' AND metrics.m2 > 1")).toHaveLength(2)
        expect(await found(opened.store, places[1] ?? '', '')).toEqual([])
      }
    }),
  )

  test(
    'is told of in both experiments, and what is told later is told where the run is',
    withStore(open, async ({ store }) => {
      const target = await createExperiment(store, 'target')
      const runId = await createRun(store)
      const log = (step: number) => ask(store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1, step })
      await log(0)
      await log(1)
      const { position } = await store.changesAfter(undefined, 0)
      await move(store, [runId], target)
      await log(2)
      const told = async () => {
        const { changes } = await store.changesAfter(position, 100)
        const moves = changes.flatMap(({ kind, experiment_id: id }) => (kind === 'run-moved' ? [id] : []))
        const points = changes.findLast(({ kind }) => kind === 'points')?.experiment_id
        return [moves, points]
      }
      await expect.poll(told, { timeout: 10_000 }).toEqual([['0', target], target])
    }),
  )

  test(
    'leaves an experiment that can be deleted for good, and the runs that left it whole',
    withStore(open, async ({ store }) => {
      const source = await createExperiment(store, 'source')
      const runId = await createRun(store, { experiment_id: source })
      await ask(store, 'logBatch', { run_id: runId, metrics: [point('m', 1, 1)], params: [{ key: 'p', value: 'v' }] })
      await readData(store, runId, 'a')
      const { model } = await ask(store, 'createLoggedModel', { experiment_id: source, name: 'm', source_run_id: runId })
      await move(store, [runId], '0')
      await ask(store, 'deleteExperiment', { experiment_id: source })
      const gone: string[] = []
      await store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async (uris) => void gone.push(...uris) })
      expect(gone).toEqual([])
      await ask(store, 'getLoggedModel', { model_id: model.info?.model_id ?? '' })
      expect(await found(store, '0', "params.p = 'v' AND metrics.m = 1 AND dataset.name = 'a'")).toEqual([runId])
    }),
  )

  test(
    'is refused as a whole, with what is wrong',
    withStore(open, async ({ store }) => {
      const [target, deleted] = [await createExperiment(store, 'target'), await createExperiment(store, 'deleted')]
      await ask(store, 'deleteExperiment', { experiment_id: deleted })
      const runId = await createRun(store)
      for (const [run_ids, experiment_id, message] of [
        [[runId, 'f'.repeat(32)], target, `Run with id=${'f'.repeat(32)} not found`],
        [[runId], deleted, `The experiment ${deleted} must be in the 'active' state.`],
        [[runId], '777', 'No Experiment with id=777 exists'],
        [[runId], 'abc', "Invalid experiment ID 'abc'"],
        [[], target, "Missing value for required parameter 'run_ids'"],
        [[runId, ...Array.from({ length: 1_000 }, (_, index) => index.toString(16).padStart(32, '0'))], target, 'At most 1000 runs'],
      ] as const)
        await expect(ask(store, 'moveRuns', { run_ids, experiment_id })).rejects.toThrow(message)
      expect(await found(store, '0', '')).toEqual([runId])
    }),
  )
}

function createExperiment(store: Store, name: string): Promise<string> {
  return ask(store, 'createExperiment', { name }).then(({ experiment_id: id }) => id)
}

function move(store: Store, runIds: readonly string[], experimentId: string) {
  return ask(store, 'moveRuns', { run_ids: runIds, experiment_id: experimentId })
}

function readData(store: Store, runId: string, name: string) {
  const tags = [{ key: 'mlflow.data.context', value: 'train' }]
  return ask(store, 'logInputs', {
    run_id: runId,
    datasets: [{ dataset: { name, digest: name, source_type: 'local', source: 's' }, tags }],
  })
}

async function found(store: Store, experimentId: string, filter: string, order: readonly string[] = []): Promise<string[]> {
  const { runs } = await ask(store, 'searchRuns', { experiment_ids: [experimentId], filter, order_by: [...order] })
  return runs.map(({ info }) => info.run_id)
}
