import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { describeDifferences } from './describe-differences.ts'

function run(id: string, params: Record<string, string>): Run {
  const list = Object.entries(params).map(([key, value]) => ({ key, value }))
  // What is read of a run, and no more.
  return { info: { run_id: id }, data: { params: list } } as unknown as Run
}

test('runs are told apart by the params that differ, those that only some have among them', () => {
  const runs = [run('a', { lr: '0.1', model: 'mlp', seed: '1' }), run('b', { lr: '0.2', model: 'mlp', seed: '1', clip: '5' })]
  expect([...describeDifferences(runs)]).toEqual([
    ['a', 'lr=0.1'],
    ['b', 'clip=5, lr=0.2'],
  ])
})

test('long values are cut, and of many params the first are told', () => {
  const params = (value: string) => Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`p${at}`, value.repeat(40)]))
  expect(describeDifferences([run('a', params('x')), run('b', params('y'))]).get('a')).toBe(
    [0, 1, 2, 3].map((at) => `p${at}=${'x'.repeat(23)}…`).join(', '),
  )
})

test('a run alone differs in nothing', () => {
  expect(describeDifferences([run('a', { lr: '1' })]).get('a')).toBe('')
})
