import { describe, expect, it } from 'vitest'
import { columnOf } from '../../run-values/column.ts'
import { groupsBy } from '../../run-values/groups-of.ts'
import { barsOfGroups, barsOfRuns, ordered } from './bars.ts'

describe('bars', () => {
  const runs = ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id, runIds: [id] }))
  const acc = columnOf('metrics.acc', [0.5, 0.9, Number.NaN, 0.7])
  const loss = columnOf('metrics.loss', [1, undefined, undefined, 3])
  const values = { runs, columns: [acc, loss], hasMore: false }

  it('are the values of runs, those without any left out', () => {
    const rows = barsOfRuns(values, [acc, loss])
    expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'd'])
    expect(rows[1]?.bars).toEqual([{ mean: 0.9, deviation: 0, count: 1 }, undefined])
  })

  it('are means of groups, with how far their runs lie apart', () => {
    const [first] = barsOfGroups(groupsBy(columnOf('params.m', ['x', 'y', 'y', 'x'])), [acc])
    expect(first?.name).toBe('x')
    expect(first?.bars[0]).toMatchObject({ mean: 0.6, count: 2 })
    expect(first?.bars[0]?.deviation).toBeCloseTo(0.141421, 6)
  })

  it('are ordered by their first metric, what has none of it last', () => {
    const rows = barsOfRuns({ ...values, columns: [loss, acc] }, [loss, acc])
    expect(ordered(rows, 'most').map(({ name }) => name)).toEqual(['d', 'a', 'b'])
    expect(ordered(rows, 'least').map(({ name }) => name)).toEqual(['a', 'd', 'b'])
    expect(ordered(rows, 'table').map(({ name }) => name)).toEqual(['a', 'b', 'd'])
  })
})
