import { expect, test } from 'vitest'
import { ask, createRun } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

const state = { project: 'ada/spirals', commit: 'a'.repeat(40), is_dirty: false, time: 1 }
const stages = [{ name: 'train', reasons: [{ kind: 'PARAM', path: 'params.yaml', key: 'lr', old: 0.1, new: '鍵🧬' }] }] as const

export function describePipelines(open: OpenStore): void {
  test(
    'the states of a pipeline outlive a restart, the last one last published',
    withStore(open, async (opened) => {
      const { state: first } = await ask(opened.store, 'publishPipelineState', { ...state, stages })
      await ask(opened.store, 'publishPipelineState', { ...state, is_dirty: true, stages })
      await ask(opened.store, 'publishPipelineState', { ...state, stages })
      await opened.reopen()
      const { state: latest } = await ask(opened.store, 'getPipelineState', { project: 'ada/spirals' })
      expect(latest.summary.state_id).toBe(first.state_id)
      expect(latest.stages[0]?.reasons).toEqual(stages[0].reasons)
      expect((await ask(opened.store, 'searchPipelineStates', { project: 'ada/spirals' })).states).toHaveLength(2)
    }),
  )

  test(
    'publishing at once makes one pipeline, and one record of one state',
    withStore(open, async ({ store }) => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => ask(store, 'publishPipelineState', { ...state, stages: [{ name: `s${index % 3}` }] })),
      )
      expect(answers.filter((answer) => answer.is_new)).toHaveLength(3)
      expect((await ask(store, 'searchPipelines', {})).pipelines).toHaveLength(1)
      expect((await ask(store, 'searchPipelineStates', { project: 'ada/spirals' })).states).toHaveLength(3)
    }),
  )

  test(
    'a state that is refused leaves the one before',
    withStore(open, async ({ store }) => {
      const { state: first } = await ask(store, 'publishPipelineState', { ...state, stages })
      const circle = [{ name: 'a', needs: ['a'] }]
      await expect(ask(store, 'publishPipelineState', { ...state, stages: circle })).rejects.toMatchObject({ status: 400 })
      expect((await ask(store, 'searchPipelines', {})).pipelines[0]?.latest).toEqual(first)
    }),
  )

  test(
    'a folder and its files join runs, over restarts',
    withStore(open, async (opened) => {
      const { experiment_id: experiment } = await ask(opened.store, 'createExperiment', { name: 'folders' })
      const made = async (name: string): Promise<string> =>
        (await ask(opened.store, 'createRun', { experiment_id: experiment, run_name: name })).run.info.run_id
      const of = (name: string, digest: string) => ({ name, digest, source_type: 'local', source: name })
      const [folder, file] = [of('data', `${'a'.repeat(32)}.dir`), of('data/1', '1'.repeat(32))]
      const [maker, user] = [await made('maker'), await made('user')]
      await ask(opened.store, 'logDatasetOutputs', {
        run_id: maker,
        datasets: [{ ...folder, files: [{ path: '1', digest: file.digest }] }],
      })
      await ask(opened.store, 'logDatasetOutputs', {
        run_id: maker,
        datasets: [{ ...folder, files: [{ path: '1', digest: file.digest }] }],
      })
      await ask(opened.store, 'logInputs', { run_id: user, datasets: [{ dataset: file }] })
      await opened.reopen()
      const { nodes } = await ask(opened.store, 'getLineage', { run_id: user })
      expect(nodes.map((node) => node.run?.run_id ?? node.data?.digest)).toEqual([user, file.digest, folder.digest, maker])
    }),
  )

  test(
    'data that runs made lead from run to run, over restarts, until the run is deleted for good',
    withStore(open, async (opened) => {
      const data = { name: 'model', digest: 'c'.repeat(32), source_type: 'local', source: 'model' }
      const [maker, user] = [await createRun(opened.store), await createRun(opened.store)]
      await ask(opened.store, 'logDatasetOutputs', { run_id: maker, datasets: [data] })
      await ask(opened.store, 'logInputs', { run_id: user, datasets: [{ dataset: data }] })
      await opened.reopen()
      const lineage = async () =>
        (await ask(opened.store, 'getLineage', { run_id: user })).nodes.map((node) => node.run?.run_id ?? node.data?.digest)
      expect(await lineage()).toEqual([user, data.digest, maker])
      const { run } = await ask(opened.store, 'getRun', { run_id: maker })
      expect(run.outputs?.dataset_outputs).toEqual([{ dataset: data }])
      await ask(opened.store, 'deleteRun', { run_id: maker })
      expect(await lineage()).toEqual([user, data.digest])
      await opened.store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
      expect(await lineage()).toEqual([user, data.digest])
      expect((await ask(opened.store, 'searchDataRuns', { digest: data.digest, role: 'MADE' })).runs).toEqual([])
    }),
  )
}
