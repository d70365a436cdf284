import { describe, expect, it } from 'vitest'
import { columnOf } from '../../run-values/column.ts'
import { barModelOf, csvOf, plotRowsOf, reasonForNone, statusOf } from './bar-model.ts'

const values = {
  runs: ['a', 'b', 'c'].map((id) => ({ id, name: id, runIds: [id], colour: 'red' })),
  columns: [
    columnOf('params.model', ['mlp', 'cnn', 'mlp']),
    columnOf('metrics.loss', [1, 2, 3]),
    columnOf('metrics.accuracy', [0.5, undefined, 0.7]),
  ],
  hasMore: false,
}
const wanted = { byId: '', valueIds: ['metrics.loss'], groups: undefined, order: 'most', width: 400, height: 200 } as const

describe('bars of a panel', () => {
  it('stand for runs, the greatest first, and those without room are counted and saved', () => {
    const model = barModelOf(values, { ...wanted, height: 26 + 6 + 38 + 2 * 17 })
    expect(model.shown.map(({ name }) => name)).toEqual(['c', 'b'])
    expect(statusOf(model)).toBe('3 runs · 2 of 3 bars have room here')
    expect(csvOf(model)).toBe('name,loss\nc,3\nb,2\na,1\n')
  })

  it('stand for groups by a field, with means, deviations and counts', () => {
    const model = barModelOf(values, { ...wanted, byId: 'params.model' })
    const [first] = plotRowsOf(model)
    expect(model.isGrouped).toBe(true)
    expect(first?.entries.map(({ name }) => name)).toEqual(['mean loss', '± loss', 'runs with loss'])
    expect(model.rows.map(({ name, bars }) => [name, bars[0]?.mean])).toEqual([
      ['cnn', 2],
      ['mlp', 2],
    ])
  })

  it('have a legend, and less room, where there are several metrics', () => {
    const one = barModelOf(values, wanted)
    const two = barModelOf(values, { ...wanted, valueIds: ['metrics.loss', 'metrics.accuracy'] })
    expect([one.categories, two.categories?.map(({ name }) => name)]).toEqual([undefined, ['loss', 'accuracy']])
    expect(two.height).toBeLessThan(one.height)
    expect([one.axis?.column.field.title, two.axis?.column.field.title]).toEqual(['loss', ''])
  })

  it('are none where no field is a number', () => {
    const model = barModelOf(values, { ...wanted, valueIds: ['params.model'] })
    expect(model.axis).toBeUndefined()
    expect(reasonForNone(model)).toBe('No run has a number to be drawn here.')
  })
})
