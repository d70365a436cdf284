import { describe, expect, it } from 'vitest'
import { columnOf } from './column.ts'
import { conditionOf, isWithin } from './condition.ts'

describe('ranges as a condition of a search', () => {
  it('compare metrics and durations by size, several ranges of one as alternatives', () => {
    const loss = columnOf('min(metrics.val/loss)', [1, 2, 3])
    expect(conditionOf(loss, [{ from: 1, to: 2.5 }])).toBe('min(metrics.`val/loss`) >= 1 AND min(metrics.`val/loss`) <= 2.5')
    expect(conditionOf(columnOf('attributes.duration', [1, 2]), [{ from: 0.5, to: 5 }])).toBe(
      'attributes.duration >= 0.5 AND attributes.duration <= 5',
    )
    const both = conditionOf(columnOf('metrics.a', [1]), [
      { from: 1e-9, to: 2 },
      { from: 4, to: 5 },
    ])
    expect(both).toBe('((metrics.a >= 1e-9 AND metrics.a <= 2) OR (metrics.a >= 4 AND metrics.a <= 5))')
  })

  it('list the texts of params, which do not compare by size', () => {
    expect(conditionOf(columnOf('params.lr', ['1e-3', '0.1', '0.10', '1']), [{ from: 0.01, to: 0.5 }])).toBe("params.lr IN ('0.1', '0.10')")
    expect(conditionOf(columnOf('params.model', ['b', "it's", 'c']), [{ from: 2, to: 2 }])).toBe(`params.model = E'it\\'s'`)
  })

  it('are left to picking where a filter can not say them', () => {
    expect(conditionOf(columnOf('params.x', ['1']), [{ from: 5, to: 6 }])).toBeUndefined()
    const many = columnOf(
      'params.x',
      Array.from({ length: 300 }, (_, at) => String(at)),
    )
    expect(conditionOf(many, [{ from: 0, to: 299 }])).toBeUndefined()
  })

  it('hold no run without a value', () => {
    expect([Number.NaN, 1, 2].map((value) => isWithin(value, [{ from: 0, to: 1 }]))).toEqual([false, true, false])
  })
})
