import { describe, expect, it } from 'vitest'
import { columnOf } from './column.ts'
import { groupsBy, groupsOfPage, numbersOf } from './groups-of.ts'

const shape = (groups: ReturnType<typeof groupsBy>) => groups.map(({ name, indexes }) => [name, indexes])

describe('groups of runs', () => {
  it('are the values of a param in their order, runs without one last', () => {
    expect(shape(groupsBy(columnOf('params.m', ['b', undefined, 'a', 'b'])))).toEqual([
      ['a', [2]],
      ['b', [0, 3]],
      ['none', [1]],
    ])
    expect(shape(groupsBy(columnOf('params.n', ['10', '2', '2.0', 'None'])))).toEqual([
      ['2.0', [1, 2]],
      ['10', [0]],
      ['none', [3]],
    ])
  })

  it('are shares of equal width where a param has many different numbers', () => {
    const column = columnOf(
      'params.x',
      Array.from({ length: 61 }, (_, at) => String(at - 30)),
    )
    const groups = groupsBy(column)
    expect(groups.map(({ name }) => name)).toEqual(['-30 – -20', '-20 – -10', '-10 – 0', '0 – 10', '10 – 20', '20 – 30'])
    expect(groups.flatMap(({ indexes }) => indexes)).toHaveLength(61)
    expect(numbersOf(column, groups[5]?.indexes ?? []).at(-1)).toBe(30)
  })

  it('are those of the page, with the runs that were read', () => {
    const runs = ['a', 'b'].map((id) => ({ id, name: id, runIds: [id] }))
    const groups = [
      { id: 'g', name: 'g (2)', colour: 'var(--series-1)', runIds: ['b', 'gone'] },
      { id: 'h', name: 'h (1)', colour: 'var(--series-2)', runIds: ['gone'] },
    ]
    expect(groupsOfPage({ runs, columns: [], hasMore: false }, groups)).toMatchObject([{ id: 'g', indexes: [1] }])
  })
})
