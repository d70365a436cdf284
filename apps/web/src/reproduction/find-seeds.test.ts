import type { Run, RunRecord } from '@reprise/protocol'
import { expect, it } from 'vitest'
import { findSeeds } from './find-seeds.ts'

it('finds seeds among params, arguments and variables, and nothing that is only called alike', () => {
  const params = [
    { key: 'seed', value: '3' },
    { key: 'seeds_per_layer', value: '4' },
    { key: 'split.random_state', value: '7' },
  ]
  const run = { data: { params } } as unknown as Run
  const argv = ['python', 'train.py', '--np-seed=5', '--seed', '3', '--proceed', 'yes']
  const variables = [
    { name: 'PYTHONHASHSEED', value: '0' },
    { name: 'HOME', value: '/home' },
  ]
  const record = { command: { argv }, environment: { variables } } as unknown as RunRecord
  expect(findSeeds(run, record)).toEqual(['seed = 3', 'split.random_state = 7', '--np-seed = 5', '--seed = 3', 'PYTHONHASHSEED = 0'])
})
