import { expect, test } from 'vitest'
import { driveAsync } from '../driving.ts'
import { compareHistory, toPoints } from '../point.ts'
import type { Point } from '../point.ts'
import { MemoryRun } from '../testing/index.ts'
import { readSeries } from './read-series.ts'

function points(from: number, to: number, value = 0.5): Point[] {
  return Array.from({ length: to - from }, (_, index) => ({ step: from + index, timestamp: 1_000 + 10 * (from + index), value }))
}

test('orders values at one step and timestamp as MLflow does: NaN as 0, after 0', () => {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points: [3, NaN, -3, 0, NaN, 1e-300].map((value) => ({ step: 4, timestamp: 9, value })) }])
  const values = [...run.read(readSeries(run.parts(1), { order: 'history' })).values]
  expect(values).toEqual([-3, 0, NaN, 1e-300, 3])
})

test.each([[[-0, 0]], [[0, -0]]])('keeps 0 of %o at one step and timestamp, and -0 where it stands alone', (values) => {
  const run = new MemoryRun()
  for (const value of values) {
    run.log([
      {
        keyId: 1,
        points: [
          { step: 4, timestamp: 9, value },
          { step: 5, timestamp: 9, value: -0 },
        ],
      },
    ])
    run.seal()
  }
  expect([...run.read(readSeries(run.parts(1), { order: 'step' })).values]).toEqual([0, -0])
})

test('reads a page of a long series by decoding the blocks it touches', () => {
  const run = new MemoryRun()
  for (let first = 0; first < 100_000; first += 10_000) {
    run.log([{ keyId: 1, points: points(first, first + 10_000) }])
    run.seal()
  }
  for (const order of ['step', 'history'] as const) {
    const before = run.blocksRead
    const page = run.read(readSeries(run.parts(1), { order, offset: 50_000, limit: 2_000 }))
    expect(toPoints(page)).toEqual(points(50_000, 52_000))
    expect(run.blocksRead - before).toBeLessThanOrEqual(4)
  }
})

test('reads a page in history order by decoding little when the clocks of two writers differ', () => {
  const run = new MemoryRun()
  const logged = points(0, 60_000).map((point, index) => ({ ...point, timestamp: Number(point.timestamp) + (index % 2) * 500 }))
  for (let first = 0; first < 60_000; first += 10_000) {
    run.log([{ keyId: 1, points: logged.slice(first, first + 10_000) }])
    run.seal()
  }
  const expected = logged.toSorted(compareHistory)
  const before = run.blocksRead
  const page = run.read(readSeries(run.parts(1), { order: 'history', offset: 30_000, limit: 1_000 }))
  expect(toPoints(page)).toEqual(expected.slice(30_000, 31_000))
  expect(run.blocksRead - before).toBeLessThanOrEqual(6)
})

test('merges points that came late with the blocks they belong to', () => {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points: points(0, 5_000) }])
  run.seal()
  run.log([{ keyId: 1, points: [...points(1_000, 3_000, 0.75), ...points(0, 10)] }])
  run.seal()
  run.log([{ keyId: 1, points: points(4_990, 5_010) }])
  const result = toPoints(run.read(readSeries(run.parts(1), { order: 'step' })))
  expect(result).toHaveLength(5_010 + 2_000)
  expect(result.slice(1_000, 1_004)).toEqual([
    ...points(1_000, 1_001),
    ...points(1_000, 1_001, 0.75),
    ...points(1_001, 1_002),
    ...points(1_001, 1_002, 0.75),
  ])
})

test('runs the same over a database that answers later', async () => {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points: points(0, 3_000) }])
  run.seal()
  const read = driveAsync(
    readSeries(run.parts(1), { order: 'step' }),
    async (ids) => new Map(ids.map((id) => [id, run.blocks.get(id)?.data ?? new Uint8Array()])),
  )
  expect(toPoints(await read)).toEqual(points(0, 3_000))
})
