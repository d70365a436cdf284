import { describe, expect, it } from 'vitest'
import { columnOf } from '../run-values/column.ts'
import { axisOf, labelOf, pixelOf } from './axis.ts'

describe('an axis', () => {
  const line = { start: 0, end: 400, isLog: false }

  it('lays numbers by size, by their logarithm where asked, and what it can not show nowhere', () => {
    const column = columnOf('params.lr', ['0.01', '1', '0', 'None'])
    const axis = axisOf(column, { ...line, isLog: true })
    expect(pixelOf(axis, 1)).toBeGreaterThan(pixelOf(axis, 0))
    expect([pixelOf(axis, 2), pixelOf(axis, 3)]).toEqual([Number.NaN, Number.NaN])
    expect(axis.ticks.map(({ label }) => label)).toEqual(['0.01', '0.1', '1'])
  })

  it('has values within a single power of ten too', () => {
    const axis = axisOf(columnOf('metrics.loss', [2, 7]), { ...line, isLog: true })
    expect(axis.ticks.map(({ value }) => value)).toEqual([2, 5])
  })

  it('sets categories evenly, and writes as many as there is room for', () => {
    const axis = axisOf(columnOf('params.model', ['a', 'b']), { ...line })
    expect([pixelOf(axis, 0), pixelOf(axis, 1)]).toEqual([100, 300])
    const crowded = columnOf(
      'params.name',
      Array.from({ length: 100 }, (_, at) => `n${at}`),
    )
    expect(axisOf(crowded, line).ticks).toHaveLength(25)
  })

  it('is there without any value', () => {
    const axis = axisOf(columnOf('metrics.loss', [Number.NaN]), line)
    expect(axis.ticks.length).toBeGreaterThan(1)
    expect(labelOf(axis.column, Number.NaN)).toBe('none')
  })
})
