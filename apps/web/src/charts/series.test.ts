import { describe, expect, test } from 'vitest'
import { nearest, type Series, seriesOf, smooth } from './series.ts'

const emptyColumns = {
  from: [],
  to: [],
  count: [],
  nan_count: [],
  first: [],
  last: [],
  min: [],
  max: [],
  mean: [],
  x_from: [],
  x_to: [],
  smoothed: [],
}

const answer = {
  runs: [
    {
      run_id: 'a',
      x_from: [],
      x_to: [],
      smoothed: [],
      from: [1_000, 1_010, 2n ** 60n],
      to: [1_005, 1_020, 2n ** 60n],
      count: [2, 3, 1],
      nan_count: [0, 1, 0],
      first: [1, 2, 3],
      last: [1, 2, 3],
      min: [1, 2, 3],
      max: [1, 2, 3],
      mean: [1, 2, 3],
    },
  ],
}

const seriesIn = (given: Parameters<typeof seriesOf>[0]) => seriesOf(given, { metric: 'm', axis: 'step' })

test('columns are the same, listed or packed', () => {
  const pack = (column: ArrayBufferView<ArrayBuffer>) => btoa(String.fromCharCode(...new Uint8Array(column.buffer)))
  const [run] = answer.runs
  const packed = {
    from: pack(BigInt64Array.from([1_000n, 1_010n, 2n ** 60n])),
    to: pack(BigInt64Array.from([1_005n, 1_020n, -(2n ** 60n)])),
    count: pack(Uint32Array.from([2, 3, 1])),
    nan_count: pack(Uint32Array.from([0, 1, 0])),
    first: pack(Float64Array.from([1, Number.NaN, -Infinity])),
  }
  const [unpacked] = seriesIn({ runs: [{ ...run, run_id: 'a', ...emptyColumns, packed }] })
  expect([...(unpacked?.from ?? [])]).toEqual([1_000, 1_010, 2 ** 60])
  expect([...(unpacked?.to ?? [])]).toEqual([1_005, 1_020, -(2 ** 60)])
  expect([...(unpacked?.count ?? [])]).toEqual([2, 3, 1])
  expect([...(unpacked?.nanCount ?? [])]).toEqual([0, 1, 0])
  expect([...(unpacked?.first ?? [])]).toEqual([1, Number.NaN, -Infinity])
  expect([...(seriesIn(answer)[0]?.from ?? [])]).toEqual([1_000, 1_010, 2 ** 60])
})

describe('smoothing', () => {
  test('begins at the first value, not at zero', () => {
    expect([...smooth([5, 5, 5], 0.9)]).toEqual([5, 5, 5].map((value) => expect.closeTo(value)))
  })

  test('goes on behind what is no number', () => {
    expect([...smooth([Number.NaN, 1, Number.NaN, 1], 0.5)]).toEqual([Number.NaN, 1, 1, 1])
  })
})

test.each([
  [0, 0],
  [1_003, 0],
  [1_006, 0],
  [1_009, 1],
  [1_015, 1],
  [5_000, 1],
])('the bucket nearest to %i is %i', (x, expected) => {
  expect(nearest(seriesIn(answer)[0] as Series, x)).toBe(expected)
})
