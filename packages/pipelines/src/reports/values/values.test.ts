import { describe, expect, it } from 'vitest'
import { loadYaml } from '../../yaml/index.ts'
import type { Value } from '../../python/index.ts'
import { compareValues } from './compare-values.ts'
import { printChanges } from './print-values.ts'
import { formatValue } from './round.ts'

const read = (text: string): Map<string, Value> => new Map([['m.yaml', loadYaml(text, 'm.yaml')]])

describe('values of two revisions', () => {
  it('are named by dotted keys, lists as Python prints them', () => {
    const changes = compareValues(read("{a: {b: 1, c: [1, 'x']}, s: x}"), read("{a: {b: 3, c: [1, 'y']}, s: x}")).get('m.yaml')
    expect(changes?.get('a.b')).toEqual({ old: 1n, new: 3n, diff: 2n })
    expect(changes?.get('a.c')).toEqual({ old: "[1, 'x']", new: "[1, 'y']" })
    expect([...(changes?.keys() ?? [])]).toEqual(['a.b', 'a.c'])
  })

  it('are equal as in Python: 1, 1.0 and true are, and NaN never is', () => {
    const changes = compareValues(read('{a: 1, b: true, n: .nan}'), read('{a: 1.0, b: 1, n: .nan}')).get('m.yaml')
    expect([...(changes?.keys() ?? [])]).toEqual(['n'])
  })

  it('have no difference where one of them is missing', () => {
    expect(compareValues(read('{}'), read('{a: 1}')).get('m.yaml')?.get('a')).toEqual({ old: null, new: 1n })
  })

  it('of a file that is one number are told without a key', () => {
    expect(compareValues(read('2'), read('3')).get('m.yaml')?.get('')).toEqual({ old: 2n, new: 3n, diff: 1n })
  })

  it('are printed with so many digits, absent ones as a dash', () => {
    const changes = compareValues(read('{acc: 0.5, gone: x}'), read('{acc: 3.14159265}'))
    const text = printChanges(changes, { title: 'Metric', revisions: ['HEAD', 'workspace'], precision: 5, showsDifference: true })
    expect(text).toBe(
      'Path    Metric    HEAD    workspace    Change\nm.yaml  acc       0.5     3.14159      2.64159\nm.yaml  gone      x       -            -\n',
    )
  })
})

it.each([
  [0.125, 2, '0.12'],
  [0.375, 2, '0.38'],
  [2.675, 2, '2.67'],
  [1e-7, 5, '0.0'],
  [-0, 5, '-0.0'],
  [1e22, 5, '1e+22'],
  [Number.NaN, 5, 'nan'],
])('rounds %d to %d digits as Python does', (value, digits, text) => {
  expect(formatValue(value, digits)).toBe(text)
})
