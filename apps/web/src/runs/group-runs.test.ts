import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { groupRuns } from './group-runs.ts'

function run(id: string, params: Record<string, string>): Run {
  return {
    info: { run_id: id, run_uuid: id, experiment_id: '0', status: 'FINISHED', lifecycle_stage: 'active' },
    data: { metrics: [], summaries: [], tags: [], params: Object.entries(params).map(([key, value]) => ({ key, value })) },
  }
}

test('runs that differ in the seed alone belong together, and are named by what else differs', () => {
  const runs = [
    run('a', { lr: '0.1', seed: '1', model: 'mlp' }),
    run('b', { seed: '2', lr: '0.1', model: 'mlp' }),
    run('c', { lr: '0.2', seed: '1', model: 'mlp' }),
  ]
  expect(groupRuns(runs, 'seed').map(({ name, runIds }) => [name, runIds])).toEqual([
    ['lr=0.1 (2)', ['a', 'b']],
    ['lr=0.2 (1)', ['c']],
  ])
})

test('groups that differ in many params are called by their values', () => {
  const runs = [
    run('a', { lr: '0.1', width: '16', model: 'mlp', seed: '1' }),
    run('b', { lr: '0.2', width: '32', model: 'cnn', seed: '1' }),
  ]
  expect(groupRuns(runs, 'seed').map(({ name, detail }) => [name, detail])).toEqual([
    ['0.1, mlp, 16 (1)', 'lr=0.1, model=mlp, width=16'],
    ['0.2, cnn, 32 (1)', 'lr=0.2, model=cnn, width=32'],
  ])
})

test('a single group is all of them', () => {
  expect(groupRuns([run('a', { seed: '1' }), run('b', { seed: '2' })], 'seed').map(({ name }) => name)).toEqual(['all (2)'])
})
