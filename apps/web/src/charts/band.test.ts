import { describe, expect, test } from 'vitest'
import { bandsOf } from './band.ts'
import type { Series } from './series.ts'

function series(runId: string, values: readonly number[], start = 0): Series {
  const x = Float64Array.from(values, (_, step) => step + start)
  const own = Float64Array.from(values)
  const nanCount = new Uint32Array(values.length)
  const same = { first: own, last: own, min: own, max: own, mean: own }
  return {
    runId,
    metric: 'm',
    axis: 'step',
    from: x,
    to: x,
    ...same,
    count: nanCount.map(() => 1),
    nanCount,
    smoothed: new Float64Array(0),
  }
}

describe('a band of runs', () => {
  test('is their mean, and a standard deviation around it', () => {
    const [band] = bandsOf([series('a', [1, 2]), series('b', [3, 2])], () => 'all')
    expect(band).toMatchObject({ id: 'all', x: [0, 1], mean: [2, 2], runs: [2, 2] })
    expect(band?.low).toEqual([expect.closeTo(2 - Math.SQRT2), 2])
    expect(band?.high).toEqual([expect.closeTo(2 + Math.SQRT2), 2])
  })

  test('has of runs of other lengths only those that are there', () => {
    const [band] = bandsOf([series('a', [1, 1, 1]), series('b', [3])], () => 'all')
    expect(band?.runs).toEqual([2, 1, 1])
    expect(band?.mean).toEqual([2, 1, 1])
  })

  test('leaves out what is no number', () => {
    const [band] = bandsOf([series('a', [1]), series('b', [Number.NaN])], () => 'all')
    expect(band).toMatchObject({ mean: [1], runs: [1] })
  })

  test('is one per group, and none for runs without', () => {
    const bands = bandsOf([series('a', [1]), series('b', [2]), series('c', [3])], (id) => ({ a: 'x', b: 'y' })[id])
    expect(bands.map(({ id, mean }) => [id, mean])).toEqual([
      ['x', [1]],
      ['y', [2]],
    ])
  })
})
