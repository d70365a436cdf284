import type fastCheck from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type { Int64 } from '@reprise/protocol'
import { toInt64 } from '@reprise/protocol'
import type { Point } from '../point.ts'

/** fast-check is passed in: it is a tool of tests, and this folder is compiled with the package. */
export type FastCheck = typeof fastCheck

/** Values of every kind that the codec treats apart, and any double. */
function anyValue(fc: FastCheck): Arbitrary<number> {
  return fc.oneof(
    fc.double(),
    fc.double({ min: -10, max: 10, noNaN: true }),
    fc.float(),
    fc.integer({ min: -5, max: 5 }),
    fc.integer({ min: -99_999, max: 99_999 }).map((integer) => integer / 1000),
    fc.constantFrom(NaN, 0, -0, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53, 0.1),
  )
}

/** 64-bit integers: small ones, safe ones, around 2^53 and 2^63, any. */
function anyInt64(fc: FastCheck): Arbitrary<Int64> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -20, max: 20 }) },
    { weight: 2, arbitrary: fc.maxSafeInteger() },
    { weight: 1, arbitrary: fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)).map(toInt64) },
    { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(toInt64) },
  )
}

export function anyPoint(fc: FastCheck): Arbitrary<Point> {
  return fc.record({ step: anyInt64(fc), timestamp: anyInt64(fc), value: anyValue(fc) }, { noNullPrototype: true })
}

/** A stretch of points as a program logs them; see {@link expandStretch}. */
export interface Stretch {
  readonly firstStep: number
  readonly count: number
  readonly stride: number
  /** Timestamps: per step, rising anew from the time of logging, all the same, falling, or jittered. */
  readonly clock: 'steady' | 'late' | 'frozen' | 'falling' | 'jittered'
  readonly values: 'noise' | 'single' | 'constant' | 'decimal' | 'odd'
  /** Shuffles neighbours when above 0. */
  readonly disorder: number
}

export function anyStretch(fc: FastCheck, most: number): Arbitrary<Stretch> {
  return fc.record({
    firstStep: fc.oneof(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: -3000, max: 20_000 })),
    count: fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: most }),
      fc.integer({ min: Math.floor(most / 4), max: most }),
    ),
    stride: fc.constantFrom(1, 1, 1, 0, 7, -1),
    clock: fc.constantFrom('steady', 'steady', 'late', 'frozen', 'falling', 'jittered'),
    values: fc.constantFrom('noise', 'single', 'constant', 'decimal', 'odd'),
    disorder: fc.constantFrom(0, 0, 3, 200),
  })
}

/** The points of a stretch: the same for the same stretch, so that logging it again repeats points. */
export function expandStretch({ firstStep, count, stride, clock, values, disorder }: Stretch): Point[] {
  const points = Array.from({ length: count }, (_, index): Point => {
    const step = firstStep + index * stride
    const noise = hash(step * 31 + values.length)
    const times = {
      steady: 1_760_000_000_000 + step * 100,
      late: 1_770_000_000_000 + index * 100,
      frozen: 1_760_000_000_000,
      falling: 1_760_000_000_000 - step,
      jittered: 1_760_000_000_000 + step * 100 + Math.floor(noise * 300),
    }
    const odd = [NaN, Infinity, -Infinity, -0, 0, 1e-320, 3][Math.floor(noise * 7)] as number
    const kinds = { noise: noise - 0.5, single: Math.fround(noise), constant: 0.25, decimal: Math.round(noise * 1000) / 10, odd }
    return { step, timestamp: times[clock], value: kinds[values] }
  })
  for (let i = 0; disorder > 0 && i < count; i += 1) {
    const other = Math.min(count - 1, i + Math.floor(hash(i + firstStep) * disorder))
    ;[points[i], points[other]] = [points[other] as Point, points[i] as Point]
  }
  return points
}

/** A pseudo-random number from 0 to 1 that depends on the seed alone. */
function hash(seed: number): number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32
}
