import { expect, test } from 'vitest'
import { areSingles, packDoubles, unpackDoubles } from './packed-doubles.ts'
import { differencesOf, packIntegers, sumsOf, unpackIntegers } from './packed-integers.ts'
import { createStillAxes, packBuckets, packPoints, type SeriesBuckets, unpackBuckets, unpackPoints } from './packed-series.ts'

const LARGE = 2n ** 63n - 1n

test.each([
  ['small', [0, -1, 1, -2, 2], 'AAECAwQ='],
  ['of two bytes', [63, 64, -64, -65], 'foABf4EB'],
  ['safe', [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 51, 1 - 2 ** 51], undefined],
  ['larger', [LARGE, -LARGE - 1n, 9007199254740993n, 0], undefined],
  ['none', [], ''],
])('integers are read as they were packed: %s', (_, values, text) => {
  const packed = packIntegers(values)
  expect(unpackIntegers(packed)).toEqual(values)
  if (text !== undefined) expect(packed).toBe(text)
})

test('integers that grow are kept as differences, however large', () => {
  const values = [-5, 9007199254740993n, LARGE, -LARGE - 1n, 7]
  expect(sumsOf(unpackIntegers(packIntegers(differencesOf(values))))).toEqual(values)
})

test('doubles are read as they were packed: in eight bytes exactly, in four to seven digits', () => {
  const odd = Float64Array.of(0.1, -0, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE)
  expect(unpackDoubles(packDoubles(odd, 8), odd.length)).toEqual(odd)
  expect(unpackDoubles(packDoubles(odd.subarray(0, 5), 4), 5)).toEqual(
    Float64Array.of(Math.fround(0.1), -0, Number.NaN, Infinity, -Infinity),
  )
  expect(packDoubles(Float64Array.of(1, 2), 4)).toBe('AAAAAIAAP0A=')
  expect(unpackDoubles('', 0)).toEqual(Float64Array.of())
  expect([areSingles(Float64Array.of(0.5, -0, Number.NaN, Math.fround(0.1))), areSingles(odd)]).toEqual([true, false])
})

test('points are kept exactly, and places that series share once', () => {
  const axes = createStillAxes()
  const places = { step: [0, 1, 1, 9007199254740993n], time: [1795309135135, 1795309135130, 1795309135140, 1795309135140] }
  const [loss, accuracy] = [Float64Array.of(0.1, Number.NaN, Infinity, -0), Float64Array.of(0.5, 0.25, 1, 2)]
  const packed = [loss, accuracy].map((value) => packPoints({ ...places, value }, axes))
  const other = packPoints({ step: [0], time: [1], value: Float64Array.of(1) }, axes)
  expect([packed[0]?.axis, packed[1]?.axis, other.axis, axes.all.length]).toEqual([0, 0, 1, 2])
  expect(packed.map((points) => unpackPoints(points, axes.all))).toEqual([
    { ...places, value: loss },
    { ...places, value: accuracy },
  ])
  // A text of what four bytes hold is half as long.
  expect(packed.map(({ value }) => value.length)).toEqual([44, 24])
})

function bucketsOf(values: readonly number[], nanCount = values.map(() => 0)): SeriesBuckets {
  const column = Float64Array.from(values)
  const places = { from: values.map((_, at) => 10 * at), to: values.map((_, at) => 10 * at + 9), count: values.map(() => 10) }
  return {
    ...places,
    nanCount,
    first: column,
    last: column,
    min: column,
    max: column.map((value) => value + Math.abs(value) / 8),
    mean: column,
  }
}

test('buckets are kept with every extreme, to seven digits where no chart could tell', () => {
  const axes = createStillAxes()
  const buckets = bucketsOf([0.1, 3.3, 0.2, Number.NaN, 0.1], [0, 0, 1, 10, 0])
  const packed = packBuckets(buckets, axes)
  const { min, max, ...rest } = unpackBuckets(packed, axes.all)
  expect(packed.min).toHaveLength(28)
  expect(min).toEqual(buckets.min.map(Math.fround))
  expect(max).toEqual(buckets.max.map(Math.fround))
  expect(rest).toMatchObject({ from: buckets.from, to: buckets.to, count: buckets.count, nanCount: buckets.nanCount })
  expect(packBuckets(bucketsOf([1, 2]), axes).nan_count).toBeUndefined()
})

test.each([
  ['far from zero, close together', [1.7e9, 1.7e9 + 1, 1.7e9 + 2], 0],
  ['too large', [1e300, 2e300], 1 / 8],
  ['too small', [1e-42, 1e-30], 1 / 8],
])('buckets whose values are %s are kept exactly', (_, values, above) => {
  const axes = createStillAxes()
  const buckets = { ...bucketsOf(values), max: Float64Array.from(values, (value) => value * (1 + above)) }
  expect(unpackBuckets(packBuckets(buckets, axes), axes.all)).toEqual(buckets)
})
