import { describe, expect, it } from 'vitest'
import { rowsOf } from './rows.ts'

describe('rows of a chart', () => {
  it('take what room there is, and no more of them than can be read', () => {
    const names = Array.from({ length: 100 }, (_, at) => `run ${at}`)
    const many = rowsOf(names, { width: 400, height: 220 })
    expect(many.count).toBeLessThan(100)
    expect(many.bottom).toBeLessThanOrEqual(220 - 38)
    const few = rowsOf(names.slice(0, 2), { width: 400, height: 220 })
    expect(few.count).toBe(2)
    expect(few.rowHeight).toBe(64)
  })

  it('leave names room, and drawings more', () => {
    expect(rowsOf(['a'.repeat(200)], { width: 400, height: 220 }).left).toBe(144)
    expect(rowsOf(['a'], { width: 400, height: 220 }).left).toBe(60)
  })
})
