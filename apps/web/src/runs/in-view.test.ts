import { describe, expect, it } from 'vitest'
import { columnsInView, rowsInView } from './in-view.ts'

const view = { top: 0, left: 0, width: 1_000, height: 640, isFar: false }

describe('rows in view', () => {
  it('are as many wherever one looks, however many there are', () => {
    for (const top of [0, 320, 100_000, 319_360]) {
      const { first, end } = rowsInView({ ...view, top }, 32, 10_000)
      expect(first * 32).toBeLessThanOrEqual(top)
      expect(end * 32).toBeGreaterThanOrEqual(top + 640)
      expect(end - first).toBeLessThanOrEqual(40)
    }
  })

  it('are only those that one sees where somebody has flung the table', () => {
    for (const top of [0, 320, 100_010, 319_360]) {
      const { first, end } = rowsInView({ ...view, top, isFar: true }, 32, 10_000)
      expect(first * 32).toBeLessThanOrEqual(top)
      expect(end * 32).toBeGreaterThanOrEqual(top + 640)
      expect(end - first).toBeLessThanOrEqual(24)
    }
  })

  it('stay the same while one moves by less than a few rows', () => {
    expect(rowsInView({ ...view, top: 6_400 }, 32, 10_000)).toEqual(rowsInView({ ...view, top: 6_500 }, 32, 10_000))
  })

  it('end where the table ends', () => {
    expect(rowsInView(view, 32, 5)).toEqual({ first: 0, end: 5 })
    expect(rowsInView({ ...view, top: 9_000 }, 32, 100).end).toBe(100)
    expect(rowsInView(view, 32, 0)).toEqual({ first: 0, end: 0 })
  })
})

describe('columns in view', () => {
  const widths = Array.from({ length: 60 }, () => 100)

  it('are those behind the first column, and some beside them', () => {
    expect(columnsInView(view, widths, 250)).toEqual({ first: 0, end: 10 })
    const { first, end } = columnsInView({ ...view, left: 3_000 }, widths, 250)
    expect(first).toBeGreaterThan(20)
    expect(first * 100).toBeLessThanOrEqual(3_000)
    expect(end - first).toBeLessThan(16)
    expect(columnsInView({ ...view, left: 5_250 }, widths, 250).end).toBe(60)
  })

  it('are none where there are none', () => {
    expect(columnsInView(view, [], 250)).toEqual({ first: 0, end: 0 })
  })
})
