import { describe, expect, it } from 'vitest'
import { axisOf, valueNear } from '../../picture/axis.ts'
import { columnOf } from '../../run-values/column.ts'
import { nearestPoint, pointBeside, pointsOf, relationOf } from './points.ts'

const across = (cells: readonly (number | string | undefined)[], isLog = false) =>
  axisOf(columnOf('params.x', cells), { start: 0, end: 100, isLog })
const up = (cells: readonly (number | undefined)[]) => axisOf(columnOf('metrics.y', cells), { start: 100, end: 0, isLog: false })

describe('points of a scatter plot', () => {
  it('leave out runs that have no place, and know which run each is', () => {
    const axes = { x: across([1, 2, undefined, 0, 3], true), y: up([1, Number.NaN, 1, 1, 2]) }
    const points = pointsOf(5, axes)
    expect(points.indexes).toEqual([0, 4])
    expect(nearestPoint(points, { x: (points.x[1] ?? 0) + 3, y: points.y[1] ?? 0 }, 5)).toBe(1)
    expect(nearestPoint(points, { x: -500, y: 0 }, 5)).toBe(-1)
  })

  it('are walked over from the left to the right, and no further', () => {
    const points = pointsOf(3, { x: across([30, 10, 20]), y: up([1, 2, 3]) })
    expect([-1, 1, 2, 0].map((point) => pointBeside(points, point, 1))).toEqual([1, 2, 0, 0])
    expect([0, 2, 1].map((point) => pointBeside(points, point, -1))).toEqual([2, 1, 1])
    expect(pointBeside({ indexes: [], x: [], y: [], size: [] }, -1, 1)).toBe(-1)
  })

  it('stand apart within a category, always in the same places', () => {
    const axes = { x: across(['a', 'a', 'b']), y: up([1, 1, 1]) }
    const [first = 0, second = 0, third = 0] = pointsOf(3, axes).x
    expect(first).not.toBe(second)
    expect(Math.max(first, second)).toBeLessThan(50)
    expect(third).toBeGreaterThan(50)
    expect(pointsOf(3, axes)).toEqual(pointsOf(3, axes))
  })

  it('are as large as the value by area', () => {
    const size = columnOf('metrics.s', [0, 5, 10])
    const radii = pointsOf(3, { x: across([1, 2, 3]), y: up([1, 2, 3]), size }).size
    expect((radii[1] ?? 0) ** 2).toBeCloseTo(((radii[0] ?? 0) ** 2 + (radii[2] ?? 0) ** 2) / 2)
  })

  it('go together as their axes show them', () => {
    const axes = { x: across([0.01, 0.1, 1, 10], true), y: up([1, 2, 3, 4]) }
    const line = relationOf(pointsOf(4, axes), axes, 'line')
    expect(line?.text).toBe('Pearson r = 1.000 of log x, n = 4')
    expect(relationOf(pointsOf(4, axes), axes, 'rank')).toEqual({ text: 'Spearman ρ = 1.000, n = 4' })
    expect(relationOf(pointsOf(2, { ...axes, x: across([1, 2]) }), axes, 'line')).toBeUndefined()
  })

  it('are cut where a pixel is, with no more digits than it tells apart', () => {
    const axis = across([0, 1])
    expect(valueNear(axis, 50)).toBe(0.5)
    expect(String(valueNear(axis, 33)).length).toBeLessThan(7)
  })
})
