import { describe, expect, it } from 'vitest'
import { axisOf } from '../../picture/axis.ts'
import { columnOf } from '../../run-values/column.ts'
import { gripAt, pixelsOf, rangeBetween, rangesAt, stepped } from './axis-ranges.ts'

/** From 0 at pixel 200 to 100 at pixel 0. */
const numbers = axisOf(columnOf('metrics.a', [0, 100]), { start: 200, end: 0, isLog: false })
const axis = { ...numbers, scale: { ...numbers.scale, from: 0, to: 100 } }
const models = axisOf(columnOf('params.model', ['cnn', 'mlp', 'wide']), { start: 300, end: 0, isLog: false })

describe('ranges of an axis', () => {
  it('are drawn from where the mouse went down, and end at the axis', () => {
    expect(rangesAt(axis, gripAt(axis, [], 150), 100)).toEqual([{ from: 25, to: 50 }])
    expect(rangesAt(axis, gripAt(axis, [], 100), -80)).toEqual([{ from: 50, to: 100 }])
  })

  it('are stretched at their ends, and moved between them without a change of length', () => {
    const range = { from: 25, to: 50 }
    const other = { from: 80, to: 90 }
    expect(rangesAt(axis, gripAt(axis, [range, other], 101), 60)).toEqual([other, { from: 25, to: 70 }])
    expect(rangesAt(axis, gripAt(axis, [range, other], 149), 180)).toEqual([other, { from: 10, to: 50 }])
    expect(rangesAt(axis, gripAt(axis, [range], 120), 100)).toEqual([{ from: 35, to: 60 }])
    expect(rangesAt(axis, gripAt(axis, [range], 120), 500)).toEqual([{ from: 0, to: 25 }])
  })

  it('hold the categories whose places they go over, and lie around those', () => {
    expect(rangeBetween(models, 300, 100)).toEqual({ from: 0, to: 1 })
    expect(rangeBetween(models, 140, 120)).toBeUndefined()
    const { high, low } = pixelsOf(models, { from: 1, to: 1 })
    expect([high, low].map(Math.round)).toEqual([110, 190])
  })

  it('are moved by keys in steps of the axis, or from category to category', () => {
    expect(stepped(axis, 50, { direction: 1, times: 1 })).toBe(52)
    expect(stepped(axis, 99, { direction: 1, times: 5 })).toBe(100)
    expect(stepped(models, 2, { direction: 1, times: 5 })).toBe(2)
    expect(stepped(models, 2, { direction: -1, times: 5 })).toBe(1)
  })
})
