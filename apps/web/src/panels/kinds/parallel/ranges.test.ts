import { describe, expect, it } from 'vitest'
import { columnOf } from '../../run-values/column.ts'
import { brushedRuns, parseBrushes, printBrushes, withRanges } from './ranges.ts'

describe('brushes of parallel axes', () => {
  const lr = columnOf('params.lr', ['0.1', '0.2', '0.3', undefined])
  const model = columnOf('params.mo;del', ['cnn', 'a..b', 'mlp', 'mlp'])
  const columns = [lr, model]

  it('pick the runs that are in a range of every axis', () => {
    const one = withRanges(new Map(), 'params.lr', [
      { from: 0.25, to: 1 },
      { from: 0, to: 0.1 },
    ])
    expect(brushedRuns(4, columns, one)).toEqual([0, 2])
    expect(brushedRuns(4, columns, withRanges(one, 'params.mo;del', [{ from: 1, to: 2 }]))).toEqual([0, 2])
    expect(brushedRuns(4, columns, withRanges(one, 'params.mo;del', [{ from: 0, to: 1 }]))).toEqual([0])
    expect(brushedRuns(4, columns, new Map())).toEqual([0, 1, 2, 3])
    expect(withRanges(one, 'params.lr', []).size).toBe(0)
  })

  it('become one where they touch', () => {
    const brushes = withRanges(new Map(), 'params.lr', [
      { from: 2, to: 3 },
      { from: 1, to: 2.5 },
    ])
    expect(brushes.get('params.lr')).toEqual([{ from: 1, to: 3 }])
  })

  it('are read from an address as they were written, whatever categories are called', () => {
    const brushes = new Map([
      ['params.lr', [{ from: -1e-9, to: 0.5 }]],
      ['params.mo;del', [{ from: 0, to: 1 }]],
    ])
    expect(parseBrushes(printBrushes(brushes, columns) ?? '', columns)).toEqual(brushes)
    expect(printBrushes(new Map(), columns)).toBeUndefined()
    expect(parseBrushes('params.lr:x..1|2..1;params.mo%3Bdel:gone..mlp;%:1', columns).size).toBe(0)
  })
})
