import { describe, expect, it } from 'vitest'
import { byPoint, parseField } from './field.ts'

describe('a field of a panel', () => {
  it('names an entity, a key with anything in it, and which point of a metric is meant', () => {
    expect(parseField('metrics.val/loss')).toMatchObject({ entity: 'metrics', key: 'val/loss', part: 'last', title: 'val/loss' })
    expect(parseField('min(metrics.top (5))')).toMatchObject({ key: 'top (5)', part: 'min', title: 'min top (5)' })
    expect(parseField('params.f(x)')).toMatchObject({ entity: 'params', key: 'f(x)' })
  })

  it('is not what only looks like one', () => {
    expect(['loss', 'min(params.lr)', 'min(metrics.loss', 'plots/cm.json', ''].map(parseField)).toEqual(Array(5).fill(undefined))
  })

  it('stands for a run by another of its points where a panel asks for that', () => {
    const ids = ['', 'metrics.loss', 'max(metrics.acc)', 'params.lr', 'params.metrics.x']
    expect(byPoint(ids, 'min')).toEqual(['', 'min(metrics.loss)', 'max(metrics.acc)', 'params.lr', 'params.metrics.x'])
    expect(byPoint(ids, 'mean')).toEqual(ids)
  })
})
