import { describe, expect, it } from 'vitest'
import { columnOf } from '../../run-values/column.ts'
import { linesOf, moved, nearestLine } from './lines.ts'

describe('lines across parallel axes', () => {
  const columns = [columnOf('params.a', ['1', '2', undefined]), columnOf('metrics.b', [5, 4, 3])]
  const lines = linesOf(columns, { count: 3, width: 200, height: 200 })

  it('cross each axis at the value of the run, and below it where there is none', () => {
    const [a, b] = lines.y
    expect(a?.[1]).toBeLessThan(a?.[0] ?? 0)
    expect(a?.[2]).toBe(lines.none)
    expect(lines.none).toBeGreaterThan(lines.bottom)
    expect([...(b ?? [])].toSorted((one, other) => one - other)).toEqual([...(b ?? [])])
    expect(lines.x).toEqual([46, 154])
  })

  it('are found between the axes too, among those that are asked for', () => {
    const middle = { x: 100, y: ((lines.y[0]?.[0] ?? 0) + (lines.y[1]?.[0] ?? 0)) / 2, reach: 4 }
    expect(nearestLine(lines, [0, 1, 2], middle)).toBe(0)
    expect(nearestLine(lines, [2], middle)).toBe(-1)
    expect(nearestLine(lines, [0, 1, 2], { x: 0, y: lines.none, reach: 4 })).toBe(2)
  })

  it('are drawn for one axis alone', () => {
    const one = linesOf(columns.slice(0, 1), { count: 3, width: 200, height: 200 })
    expect(nearestLine(one, [0, 1], { x: 150, y: one.y[0]?.[1] ?? 0, reach: 4 })).toBe(1)
  })

  it('come in another order when an axis is moved, never beyond the ends', () => {
    expect([moved(['a', 'b', 'c'], 0, 2), moved(['a', 'b', 'c'], 2, -1), moved(['a', 'b', 'c'], 1, 9)]).toEqual([
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
      ['a', 'c', 'b'],
    ])
  })
})
