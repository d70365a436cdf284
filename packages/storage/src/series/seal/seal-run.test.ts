import { expect, test } from 'vitest'
import { CLOSED_LEVEL, TAIL_LEVEL } from '../levels.ts'
import { toPoints } from '../point.ts'
import type { Point } from '../point.ts'
import { readSeries } from '../read/read-series.ts'
import { MemoryRun } from '../testing/index.ts'

function noise(step: number): number {
  return Math.sin(step * 12.9898) * 43_758.5453
}

function points(from: number, to: number): Point[] {
  return Array.from({ length: to - from }, (_, index) => ({
    step: from + index,
    timestamp: 1_760_000_000_000 + 101 * (from + index),
    value: noise(from + index),
  }))
}

function bytesOf(run: MemoryRun): number {
  return [...run.blocks.values()].reduce((sum, { data, summary }) => sum + data.length + summary.length, 0)
}

function levelsOf(run: MemoryRun): number[] {
  return [...run.blocks.values()].map(({ level }) => level)
}

test('appending to a long series rewrites its tail and nothing else', () => {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points: points(0, 20_000) }])
  run.seal()
  const closed = [...run.blocks].filter(([, { level }]) => level === CLOSED_LEVEL).map(([id]) => id)
  run.log([{ keyId: 1, points: points(20_000, 21_000) }])
  run.seal()
  expect([...run.blocks.keys()]).toEqual(expect.arrayContaining(closed))
  expect(levelsOf(run).filter((level) => level === TAIL_LEVEL)).toHaveLength(1)
  expect(run.pointsWritten).toBeLessThan(21_000 + 1_536)
})

test('takes at most 10 bytes per point of noise in a long series', () => {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points: points(0, 20_000) }])
  run.seal()
  expect(bytesOf(run) / 20_000).toBeLessThan(10)
})

test('takes at most 20 bytes per point in a wide run, and writes each a logarithmic number of times', () => {
  const run = new MemoryRun()
  for (let step = 0; step < 40; step += 1) {
    const entries = Array.from({ length: 3_000 }, (_, keyId) => ({
      keyId,
      points: [{ step, timestamp: 1_000 + step, value: noise(step * 3_000 + keyId) }],
    }))
    run.log(entries)
    run.seal()
    if (step === 9) expect(bytesOf(run) / 30_000).toBeLessThan(20)
  }
  expect(run.pointsWritten / 120_000).toBeLessThan(1 + Math.log(40) / Math.log(4))
  expect(run.parts(1_500).packed.length).toBeLessThan(9)
})

test('a series that grows by a few points at a time gets blocks of its own, and few are written', () => {
  const run = new MemoryRun()
  for (let step = 0; step < 6_000; step += 10) {
    run.log([{ keyId: 1, points: points(step, step + 10) }])
    run.seal()
  }
  expect(levelsOf(run).filter((level) => level === CLOSED_LEVEL)).toHaveLength(5)
  expect(run.blocks.size).toBeLessThan(16)
  expect(run.pointsWritten / 6_000).toBeLessThan(8)
})

test('one slice takes no more journal rows than it may, and says that there are more', () => {
  const run = new MemoryRun()
  for (let step = 0; step < 50; step += 10) run.log([{ keyId: 1, points: points(step, step + 10) }])
  expect(run.sealSlice({ maxPoints: 20 })).toBe(true)
  expect(run.journal.size).toBe(3)
  expect(run.sealSlice({ maxPoints: 1 })).toBe(true)
  expect(run.journal.size).toBe(2)
  expect(run.sealSlice()).toBe(false)
  expect(run.journal.size).toBe(0)
})

test('a finished run is left with one packed block per 4,096 points', () => {
  const run = new MemoryRun()
  for (let step = 0; step < 30; step += 1) {
    run.log(Array.from({ length: 300 }, (_, keyId) => ({ keyId, points: [{ step, timestamp: step, value: 1 }] })))
    run.seal({ maxPoints: 1 })
  }
  run.seal({ finished: true })
  expect(run.blocks.size).toBe(3)
  expect(toPoints(run.read(readSeries(run.parts(299), { order: 'step' })))).toHaveLength(30)
})

test('points a little out of order find their place in the tail', () => {
  const run = new MemoryRun()
  const swapped = points(0, 30_000).map(
    (_, index, all) => all[Math.min(29_999, Math.max(0, index + ((index * 7919) % 301) - 150))] as Point,
  )
  for (let first = 0; first < 30_000; first += 1_000) {
    run.log([{ keyId: 1, points: swapped.slice(first, first + 1_000) }])
    run.seal()
  }
  expect(levelsOf(run).filter((level) => level < TAIL_LEVEL)).toEqual([])
})

test('many late points become closed blocks beside the others', () => {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points: points(0, 8_000) }])
  run.seal()
  const before = run.blocks.size
  run.log([{ keyId: 1, points: points(2_000, 4_000).map((point) => ({ ...point, value: 7 })) }])
  run.seal()
  expect(run.blocks.size).toBe(before + 2)
  expect(run.read(readSeries(run.parts(1), { order: 'step' })).values).toHaveLength(10_000)
})
