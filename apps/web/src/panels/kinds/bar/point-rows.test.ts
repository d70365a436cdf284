import { expect, test } from 'vitest'
import type { Series } from '../../../charts/series.ts'
import { pointRows } from './point-rows.ts'

const none = new Float64Array()
const one = (runId: string, value: number): Series => {
  const column = Float64Array.of(value)
  const [from, to, count, nanCount] = [[3], [3], [1], [0]].map((list) => Float64Array.from(list)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return {
    runId,
    metric: 'acc',
    axis: 'step',
    from,
    to,
    first: column,
    last: column,
    min: column,
    max: column,
    mean: column,
    count,
    nanCount,
    smoothed: none,
  }
}
const runs = ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id, colour: 'red' }))
const series = [one('a', 0.6), one('b', 0.8), one('c', Number.NaN)]

test('a value that was logged once is a bar of its run, and where it is NaN a row without one', () => {
  const rows = pointRows(series, { runs, groups: undefined })
  expect(rows.map(({ name, bars }) => [name, bars[0]?.mean])).toEqual([
    ['a', 0.6],
    ['b', 0.8],
    ['c', undefined],
  ])
  expect(rows[0]?.entries).toContainEqual({ name: 'step', value: '3' })
})

test('of groups it is the mean of those runs that have a number', () => {
  const groups = [
    { id: 'g', name: 'lr=1', colour: 'red', runIds: ['a', 'b', 'c'] },
    { id: 'h', name: 'lr=2', colour: 'blue', runIds: ['d'] },
  ]
  const [row, ...others] = pointRows(series, { runs, groups })
  expect(others).toEqual([])
  expect(row?.bars[0]?.mean).toBeCloseTo(0.7)
  expect(row?.bars[0]?.deviation).toBeCloseTo(0.141421)
  expect(row?.entries).toContainEqual({ name: 'runs', value: '2 of 3' })
})
