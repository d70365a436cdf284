import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedRun } from '@reprise/sdk'
import { decodeModel } from '../model/index.ts'
import { readModelFiles } from '../outputs/index.ts'
import { createDataset } from '../problems/dataset.ts'
import { decodeDataset, type StoredDataset } from '../problems/dataset-file.ts'
import { countEvents } from '../tensorboard/index.ts'
import { evaluate } from '../training/index.ts'
import type { Workspace } from './workspace.ts'

/** What the checks look at: the pipeline after it ran, and the run that its training left. */
export interface Evidence {
  readonly workspace: Workspace
  readonly run: RecordedRun
}

/** One sentence that holds, and what was seen. */
export interface Check {
  readonly claim: string
  /** @throws AssertionError, or another Error, where it does not hold */
  check(evidence: Evidence): Promise<string> | string
}

export const checks: readonly Check[] = [
  {
    claim: 'the data are those that the parameters describe',
    check({ workspace }) {
      const { dataset, options } = readData(workspace)
      assert.deepEqual(dataset, createDataset(options))
      return `${options.problem_type}, ${options.n_samples} points`
    },
  },
  {
    claim: 'the run has the metrics of results/metrics.json',
    check({ workspace, run }) {
      assert.equal(run.status, 'FINISHED')
      const metrics = readMetrics(workspace)
      for (const [name, value] of Object.entries(metrics)) assert.equal(run.metrics[name], value, name)
      return Object.keys(metrics).join(', ')
    },
  },
  {
    claim: 'the stored model does on the data what the training says',
    check({ workspace }) {
      const network = decodeModel(readModelFiles(join(workspace.folder, 'results')))
      const { loss, accuracy } = evaluate(network, readData(workspace).dataset.val)
      const { val_loss, val_acc } = readMetrics(workspace)
      assert.deepEqual({ loss, accuracy }, { loss: val_loss, accuracy: val_acc })
      return `val_acc ${accuracy.toFixed(3)}`
    },
  },
  {
    claim: 'the events are whole',
    check({ workspace }) {
      const runs = join(workspace.folder, 'runs')
      const files = readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('tfevents'))
      assert.equal(files.length, 1)
      return `${countEvents(readFileSync(join(runs, files[0] ?? '')))} events`
    },
  },
  {
    claim: 'nothing is left to do',
    async check({ workspace }) {
      assert.deepEqual(JSON.parse(await workspace.reprise('status', '--json')), {})
      return 'status is empty'
    },
  },
  {
    claim: 'what was pushed comes back',
    async check({ workspace }) {
      await workspace.reprise('remote', 'add', '--default', 'storage', join(workspace.top, 'storage'))
      await workspace.reprise('push')
      for (const path of ['data', 'results/model', '.dvc/cache']) rmSync(join(workspace.folder, path), { recursive: true })
      await workspace.reprise('pull')
      assert.deepEqual(JSON.parse(await workspace.reprise('status', '--json')), {})
      return 'data and model, after they and the cache were deleted'
    },
  },
  {
    claim: 'a changed parameter is named as the reason to train again',
    async check({ workspace }) {
      const file = join(workspace.folder, 'params.yaml')
      const text = readFileSync(file, 'utf8')
      writeFileSync(file, text.replace(/(train:(?:\n .*)*\n {2}seed: )0/, '$11'))
      const status = await workspace.reprise('status')
      writeFileSync(file, text)
      assert.match(status, /train/)
      assert.match(status, /train\.seed: 0 → 1/)
      assert.doesNotMatch(status, /generate_data:\n/)
      return 'train.seed'
    },
  },
]

function readData({ folder }: Workspace): StoredDataset {
  const [name = ''] = readdirSync(join(folder, 'data')).filter((file) => file.endsWith('.npz'))
  return decodeDataset(readFileSync(join(folder, 'data', name)))
}

function readMetrics({ folder }: Workspace): Record<string, number> {
  return JSON.parse(readFileSync(join(folder, 'results', 'metrics.json'), 'utf8')) as Record<string, number>
}
