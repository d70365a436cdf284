import { describe, expect, it } from 'vitest'
import { accuracyOf, cellsOf, differenceOf, printCell } from './cells.ts'

describe('cells of a confusion matrix', () => {
  const first = {
    actual: ['a', 'b', 'c'],
    predicted: ['a', 'b', 'c'],
    counts: [
      [3, 1, 0],
      [0, 4, 0],
      [0, 0, 0],
    ],
  }

  it('are counts or parts of the actual class, filled by parts', () => {
    expect(cellsOf(first, 'counts').values).toEqual(first.counts)
    expect(cellsOf(first, 'rows').values).toEqual([
      [0.75, 0.25, 0],
      [0, 1, 0],
      [0, 0, 0],
    ])
    expect(cellsOf(first, 'counts').heat[0]).toEqual([0.75, 0.25, 0])
  })

  it('are the second less the first, whatever classes each has', () => {
    const second = {
      actual: ['b', 'd'],
      predicted: ['b', 'd'],
      counts: [
        [2, 0],
        [0, 6],
      ],
    }
    const { actual, values, heat } = differenceOf(first, second, 'counts')
    expect(actual).toEqual(['a', 'b', 'c', 'd'])
    expect(values).toEqual([
      [-3, -1, 0, 0],
      [0, -2, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 6],
    ])
    expect(heat[3]?.[3]).toBe(1)
    expect(
      differenceOf(first, first, 'rows')
        .heat.flat()
        .every((value) => value === 0),
    ).toBe(true)
  })

  it('say how much was right', () => {
    expect(accuracyOf(first)).toEqual({ accuracy: 7 / 8, total: 8 })
    expect(accuracyOf({ ...first, counts: [[0], [0]] }).accuracy).toBeNaN()
  })

  it('are written with a sign where they are differences', () => {
    expect([printCell(12, 'counts', false), printCell(0.123, 'rows', false), printCell(1, 'rows', false)]).toEqual([
      '12',
      '12.3 %',
      '100 %',
    ])
    expect([printCell(2, 'counts', true), printCell(-0.5, 'rows', true), printCell(0, 'counts', true)]).toEqual(['+2', '−50.0 %', '0'])
  })
})
