import { deepStrictEqual, ok } from 'node:assert/strict'
import type { Int64 } from '@reprise/protocol'
import { int64At, toPoints } from '../point.ts'
import type { Point } from '../point.ts'
import { bucketSeries } from '../read/bucket-series.ts'
import type { BucketOptions } from '../read/bucket-series.ts'
import { findExtent } from '../read/find-extent.ts'
import { readSeries } from '../read/read-series.ts'
import { sampleSeries } from '../read/sample-series.ts'
import { anyPoint, anyStretch, expandStretch } from './arbitraries.ts'
import type { FastCheck } from './arbitraries.ts'
import { anyDamages, spoil, survive } from './damage.ts'
import { MemoryRun } from './memory-run.ts'
import { bucketPlainly, dedupe, isSum } from './oracle.ts'

const KEYS = 4

/** What happens to a run. */
type Event =
  | { readonly kind: 'log'; readonly keyId: number; readonly points: readonly Point[] }
  | { readonly kind: 'seal'; readonly maxPoints: number; readonly finished: boolean; readonly slices: number }

function anyHistory(fc: FastCheck) {
  const points = fc.oneof(
    { weight: 1, arbitrary: fc.array(anyPoint(fc), { minLength: 1, maxLength: 20 }) },
    { weight: 5, arbitrary: anyStretch(fc, 2500).map(expandStretch) },
  )
  const log = fc.record({ kind: fc.constant('log' as const), keyId: fc.nat(KEYS - 1), points })
  const seal = fc.record({
    kind: fc.constant('seal' as const),
    maxPoints: fc.constantFrom(1, 700, 16_384),
    finished: fc.boolean(),
    slices: fc.constantFrom(1, 2, 100),
  })
  return fc.array(fc.oneof({ weight: 3, arbitrary: log }, { weight: 2, arbitrary: seal }), { minLength: 1, maxLength: 16, size: 'max' })
}

function replay(events: readonly Event[]): MemoryRun {
  const run = new MemoryRun()
  for (const event of events) {
    if (event.kind === 'log') run.log([event])
    else for (let slice = 0; slice < event.slices && run.sealSlice(event); slice += 1);
  }
  return run
}

function loggedOf(events: readonly Event[], keyId: number): Point[] {
  return events.flatMap((event) => (event.kind === 'log' && event.keyId === keyId ? event.points : []))
}

/** However a run is sealed, reading gives the deduplicated points, in both orders, whole and in pages and ranges. */
export function checkReading(fc: FastCheck, runs: number): void {
  const page = fc.record({
    offset: fc.nat(3000),
    limit: fc.nat(3000),
    a: fc.integer({ min: -100, max: 6000 }),
    b: fc.integer({ min: -100, max: 6000 }),
  })
  const property = fc.property(anyHistory(fc), page, (events, { offset, limit, a, b }) => {
    const run = replay(events)
    for (let keyId = 0; keyId < KEYS; keyId += 1) {
      for (const order of ['step', 'history'] as const) {
        const expected = dedupe(loggedOf(events, keyId), order)
        const read = (options: object): Point[] => toPoints(run.read(readSeries(run.parts(keyId), { order, ...options })))
        deepStrictEqual(read({}), expected)
        deepStrictEqual(read({ offset, limit }), expected.slice(offset, offset + limit))
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((bound) =>
          order === 'step' ? bound : 1_760_000_000_000 + bound * 100,
        ) as [number, number]
        const within = expected.filter(
          ({ step, timestamp }) => (order === 'step' ? step : timestamp) >= from && (order === 'step' ? step : timestamp) <= to,
        )
        deepStrictEqual(read({ from, to, offset, limit }), within.slice(offset, offset + limit))
      }
    }
  })
  fc.assert(property, { numRuns: runs })
}

/** The extent along either axis is that of the points, however the run was sealed. */
export function checkExtents(fc: FastCheck, runs: number): void {
  const property = fc.property(anyHistory(fc), (events) => {
    const run = replay(events)
    for (let keyId = 0; keyId < KEYS; keyId += 1) {
      const logged = loggedOf(events, keyId)
      const [steps, times] = [dedupe(logged, 'step'), dedupe(logged, 'history')]
      const expected = (from: Int64 | undefined, to: Int64 | undefined) => (from === undefined ? undefined : { from, to })
      deepStrictEqual(run.read(findExtent(run.parts(keyId), 'step')), expected(steps[0]?.step, steps.at(-1)?.step))
      deepStrictEqual(run.read(findExtent(run.parts(keyId), 'time')), expected(times[0]?.timestamp, times.at(-1)?.timestamp))
    }
  })
  fc.assert(property, { numRuns: runs })
}

/** Reading a run with a damaged block or summary, whose checksum fits, ends in DATA_LOSS or in points. */
export function checkDamagedRun(fc: FastCheck, runs: number): void {
  const place = fc.record({ block: fc.nat(), column: fc.constantFrom('data' as const, 'summary' as const) })
  const property = fc.property(anyHistory(fc), place, anyDamages(fc), (events, { block: nth, column }, damages) => {
    const run = replay(events)
    run.seal()
    const id = [...run.blocks.keys()][nth % Math.max(1, run.blocks.size)] ?? 0
    const block = run.blocks.get(id)
    if (block === undefined || block[column].length === 0) return
    survive(spoil(block[column], damages), (bytes) => {
      run.blocks.set(id, { ...block, [column]: bytes })
      const parts = run.parts(block.firstKey)
      for (const x of ['step', 'time'] as const) {
        survive(bytes, () => run.read(bucketSeries(parts, { x, from: -1000, to: 1_770_000_000_000, width: 400_000_000 })))
        survive(bytes, () => run.read(bucketSeries(parts, { x, from: 0, to: 5000, width: 10 })))
      }
      survive(bytes, () => run.read(sampleSeries(parts, { limit: 50, from: 10, to: 3000 })))
      survive(bytes, () => run.read(readSeries(parts, { order: 'history', offset: 5, limit: 100 })))
      run.seal({ finished: true })
    })
  })
  fc.assert(property, { numRuns: runs })
}

/** Buckets are those of the deduplicated points, however the run was sealed. */
export function checkBuckets(fc: FastCheck, runs: number): void {
  const grid = fc.record({
    x: fc.constantFrom('step' as const, 'time' as const),
    buckets: fc.integer({ min: 1, max: 200 }),
    inset: fc.nat(400),
  })
  const property = fc.property(anyHistory(fc), grid, (events, { x, buckets, inset }) => {
    const run = replay(events)
    for (let keyId = 0; keyId < KEYS; keyId += 1) {
      const logged = loggedOf(events, keyId)
      const options = fitGrid(logged, { x, buckets, inset })
      if (options === undefined) continue
      compareBuckets(run, keyId, { logged, options })
    }
  })
  fc.assert(property, { numRuns: runs })
}

function fitGrid(
  points: readonly Point[],
  { x, buckets, inset }: { x: 'step' | 'time'; buckets: number; inset: number },
): BucketOptions | undefined {
  const xs = points.map((point) => BigInt(x === 'step' ? point.step : point.timestamp)).toSorted((a, b) => (a < b ? -1 : 1))
  const [least, most] = [xs[0], xs.at(-1)]
  if (least === undefined || most === undefined || most - least <= BigInt(inset) * 2n) return undefined
  const [from, to] = [least + BigInt(inset), most - BigInt(inset)]
  const narrow = (integer: bigint): Int64 => (Number.isSafeInteger(Number(integer)) ? Number(integer) : integer)
  return { x, from: narrow(from), to: narrow(to), width: narrow((to - from) / BigInt(buckets) + 1n) }
}

function compareBuckets(run: MemoryRun, keyId: number, { logged, options }: { logged: readonly Point[]; options: BucketOptions }): void {
  const buckets = run.read(bucketSeries(run.parts(keyId), options))
  const expected = bucketPlainly(logged, options).toSorted((a, b) => a.index - b.index)
  const actual = Array.from(buckets.index, (index, at) => ({
    index,
    count: buckets.counts[at],
    nanCount: buckets.nanCounts[at],
    first: buckets.first[at],
    last: buckets.last[at],
    min: buckets.min[at],
    max: buckets.max[at],
    xFirst: int64At(buckets.xFirst, at),
    xLast: int64At(buckets.xLast, at),
  }))
  deepStrictEqual(
    actual,
    expected.map(({ values: _, ...bucket }) => bucket),
  )
  for (const [at, { values }] of expected.entries()) {
    const sum = buckets.sum[at] as number
    ok(isSum(sum, values), `the sum of bucket ${at} is ${sum}`)
    ok(Object.is(buckets.mean[at], sum / values.length) || values.length === 0)
  }
}
