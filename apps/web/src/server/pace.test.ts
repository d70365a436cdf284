import type { ServerEvent } from '@reprise/client'
import { expect, test } from 'vitest'
import { paceAfter } from './pace.ts'

const event = (kind: ServerEvent['kind'], runId?: string): ServerEvent => ({
  id: '1',
  kind,
  time: 0,
  experimentId: '7',
  ...(runId === undefined ? {} : { runId }),
})
const points = [event('points', 'a')]
const table = ['runs', 'search', ['7'], { filter: '' }]

test('curves and the page of a run follow its points at once, tables and names of metrics more seldom', () => {
  expect(paceAfter(points, ['series', ['a', 'b'], 'loss'])).toBe(0)
  expect(paceAfter(points, ['runs', 'one', 'a'])).toBe(0)
  expect(paceAfter(points, table)).toBeGreaterThan(0)
  expect(paceAfter(points, ['keys', ['7'], 'metric', ''])).toBeGreaterThan(0)
})

test('what is about other runs and experiments is not read again', () => {
  const others = [
    ['series', ['b'], 'loss'],
    ['runs', 'one', 'b'],
    ['runs', 'search', ['8'], {}],
    ['keys', ['8'], 'metric', ''],
    ['experiments', 'one', '7'],
  ]
  for (const key of others) expect(paceAfter(points, key)).toBeUndefined()
})

test('the most urgent of several changes counts', () => {
  expect(paceAfter([...points, event('run-finished', 'a')], table)).toBe(0)
  expect(paceAfter([event('reset')], ['anything'])).toBe(0)
  expect(paceAfter([], table)).toBeUndefined()
})

test('how many runs have a value follows runs, charts of values follow by themselves', () => {
  const finished = [event('run-finished', 'a')]
  expect(paceAfter(finished, ['values', ['7'], 'attribute', 'status', ''])).toBeGreaterThan(0)
  expect(paceAfter(points, ['values', ['7'], 'attribute', 'status', ''])).toBeUndefined()
  expect(paceAfter(finished, ['values', ['7'], { filter: '' }, ['metrics.loss']])).toBeUndefined()
})

test('experiments and saved views follow what is said of them alone', () => {
  expect(paceAfter([event('experiment-updated')], ['experiments', 'one', '7'])).toBe(0)
  expect(paceAfter([event('experiment-updated')], table)).toBeUndefined()
  expect(paceAfter([event('views-updated')], ['views', 'runs', '7'])).toBe(0)
})
