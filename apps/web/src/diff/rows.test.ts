import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { changeOf, isSame, rowsOf } from './rows.ts'

function runWith(params: Record<string, string>, metrics: Record<string, number>): Run {
  const info = { run_id: 'a', run_uuid: 'a', experiment_id: '0', status: 'FINISHED' as const, lifecycle_stage: 'active' }
  return {
    info,
    data: {
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 1 })),
      summaries: [],
      tags: [{ key: 'mlflow.user', value: 'ada' }],
    },
  }
}

const runs = [
  runWith({ lr: '0.1', seed: '1' }, { 'val/loss': 0.5, accuracy: 0.8 }),
  runWith({ lr: '0.1' }, { 'val/loss': 0.25, accuracy: 0.8 }),
]

test('what runs have alike is told from what differs', () => {
  const [params] = rowsOf(runs)
  expect(params?.rows.map((row) => [row.key, isSame(row)])).toEqual([
    ['lr', true],
    ['seed', false],
  ])
})

test('the best is named only where the name of a metric says which way is better, and one is', () => {
  expect(rowsOf(runs)[1]?.rows).toEqual([
    { key: 'accuracy', values: ['0.8', '0.8'], numbers: [0.8, 0.8], direction: 1 },
    { key: 'val/loss', values: ['0.5', '0.25'], numbers: [0.5, 0.25], direction: -1, best: 1 },
  ])
})

test('a metric is held against that of the baseline, better or worse by its name', () => {
  const [accuracy, loss] = rowsOf(runs)[1]?.rows ?? []
  expect(loss && changeOf(loss, 1, 0)).toEqual({ text: '−0.25, −50 %', look: 'better' })
  expect(loss && changeOf(loss, 0, 1)).toEqual({ text: '+0.25, +100 %', look: 'worse' })
  expect(loss && changeOf(loss, 0, 0)).toBeUndefined()
  expect(accuracy && changeOf(accuracy, 1, 0)).toEqual({ text: '0, 0 %', look: 'other' })
})

test('the best value of a metric may be an earlier one; where no way is better, it is the last', () => {
  const run = runWith({}, { 'val/loss': 0.5, accuracy: 0.8, epoch: 9 })
  const summaries = ['val/loss', 'accuracy', 'epoch'].map((key) => ({ key, min: 0.1, max: 0.95, first: 0.3 }))
  const withSummaries = { ...run, data: { params: [], tags: [], metrics: run.data?.metrics ?? [], summaries } }
  const valuesOf = (of: 'best' | 'first') => rowsOf([withSummaries], of)[1]?.rows.map(({ key, values: [value] }) => [key, value])
  expect(valuesOf('best')).toEqual([
    ['accuracy', '0.95'],
    ['epoch', '9'],
    ['val/loss', '0.1'],
  ])
  expect(valuesOf('first')).toContainEqual(['epoch', '0.3'])
})

test('tags that clients set by themselves are left out', () => {
  expect(rowsOf(runs)[2]?.rows).toEqual([])
})
