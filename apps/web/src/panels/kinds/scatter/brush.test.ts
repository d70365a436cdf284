import { expect, it } from 'vitest'
import { axisOf } from '../../picture/axis.ts'
import { columnOf } from '../../run-values/column.ts'
import { brushOf, rectangleOf } from './brush.ts'

it('keeps the values of a rectangle, whichever corner it was drawn from, and finds their place on a longer axis', () => {
  const x = columnOf('params.x', [0.01, 100])
  const y = columnOf('metrics.y', [0, 10])
  const axesOf = (length: number) => ({
    x: axisOf(x, { start: 0, end: length, isLog: true }),
    y: axisOf(y, { start: length, end: 0, isLog: false }),
  })
  const brush = brushOf(axesOf(100), { x1: 80, y1: 20, x2: 30, y2: 60 })
  expect(brush.x.from).toBeLessThan(brush.x.to)
  expect(brush.y.from).toBeLessThan(brush.y.to)
  const wide = rectangleOf(axesOf(200), brush)
  expect([wide.x1, wide.x2].map(Math.round)).toEqual([60, 160])
  expect([wide.y1, wide.y2].map(Math.round)).toEqual([120, 40])
})
