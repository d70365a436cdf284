import { expect, test } from 'vitest'
import type { Experiment } from '@reprise/protocol'
import { nextOrder, orderExperiments } from './order-experiments.ts'
import { readExperimentsView } from './view.ts'

const experiment = (name: string, creation_time: number, last_update_time: number): Experiment => ({
  experiment_id: name,
  name,
  artifact_location: '',
  lifecycle_stage: 'active',
  creation_time,
  last_update_time,
  tags: [],
})
const all = [experiment('run 10', 3, 3), experiment('Run 2', 1, 9), experiment('alpha', 2, 5)]
const namesBy = (order: Parameters<typeof orderExperiments>[1]) => orderExperiments(all, order).map(({ name }) => name)

test('experiments are ordered by name as people count, and by when they were made or changed', () => {
  expect(namesBy('name')).toEqual(['alpha', 'Run 2', 'run 10'])
  expect(namesBy('-name')).toEqual(['run 10', 'Run 2', 'alpha'])
  expect(namesBy('-changed')).toEqual(['Run 2', 'alpha', 'run 10'])
  expect(namesBy('created')).toEqual(['Run 2', 'alpha', 'run 10'])
  expect(namesBy('-created')).toEqual(['run 10', 'alpha', 'Run 2'])
})

test('a click orders by a column, another one the other way round', () => {
  expect(nextOrder('name', '-changed')).toBe('name')
  expect(nextOrder('name', 'name')).toBe('-name')
  expect(nextOrder('changed', '-changed')).toBe('changed')
  expect(nextOrder('created', 'name')).toBe('-created')
})

test('an order that an address does not know is left out', () => {
  expect(readExperimentsView({ q: 'a', order: '-created' })).toEqual({ q: 'a', order: '-created' })
  expect(readExperimentsView({ order: 'size', deleted: true })).toEqual({ deleted: true })
})
