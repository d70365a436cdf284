import { describe, expect, it } from 'vitest'
import { columnOf } from './column.ts'

describe('the values of a field', () => {
  it('are numbers where text is numbers, and say when a logarithm shows them better', () => {
    const lr = columnOf('params.lr', ['1e-4', '0.1', '.01', ' 1 '])
    expect([...lr.numbers]).toEqual([0.0001, 0.1, 0.01, 1])
    expect(lr).toMatchObject({ kind: 'number', isWide: true, missing: 0, notFinite: 0 })
    expect(columnOf('params.layers', ['1', '8']).isWide).toBe(false)
    expect(columnOf('params.offset', ['-1', '800']).isWide).toBe(false)
  })

  it('count what is missing apart from what is no finite number', () => {
    const loss = columnOf('metrics.loss', [1, Number.NaN, undefined, Infinity, 3])
    expect([...loss.numbers]).toEqual([1, Number.NaN, Number.NaN, Number.NaN, 3])
    expect(loss).toMatchObject({ kind: 'number', missing: 1, notFinite: 2 })
    expect(columnOf('params.dropout', ['0.1', 'None', '0.2'])).toMatchObject({ kind: 'number', notFinite: 1 })
  })

  it('are categories where anything else is among them, numbers in names by size', () => {
    const model = columnOf('params.model', ['v10', 'v9', undefined, 'v10'])
    expect(model).toMatchObject({ kind: 'category', categories: ['v9', 'v10'], missing: 1 })
    expect([...model.numbers]).toEqual([1, 0, Number.NaN, 1])
    expect(columnOf('params.x', [undefined])).toMatchObject({ kind: 'category', categories: [] })
  })
})
