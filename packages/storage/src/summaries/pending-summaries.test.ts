import { expect, test } from 'vitest'
import { toColumns } from '../series/index.ts'
import { PendingSummaries } from './pending-summaries.ts'

const run = (id: number) => ({ id, experimentId: id % 2, startTime: 0 })

function add(
  pending: PendingSummaries,
  runId: number,
  journalId: number,
  points: readonly (readonly [key: number, step: number, value: number])[],
): void {
  const columns = toColumns(points.map(([, step, value]) => ({ step, timestamp: step, value })))
  pending.add(
    run(runId),
    journalId,
    Float64Array.from(points, ([key]) => key),
    columns,
  )
}

test('folds points per run and key', () => {
  const pending = new PendingSummaries()
  add(pending, 1, 1, [
    [7, 1, 5],
    [8, 1, 0],
    [7, 2, Number.NaN],
    [7, 0, 9],
  ])
  const taken = new Map(pending.take(1, Infinity)?.summaries)
  expect(taken.get(7)).toEqual({
    step: 2,
    timestamp: 2,
    value: Number.NaN,
    firstStep: 0,
    firstTimestamp: 0,
    firstValue: 9,
    min: 5,
    max: 9,
  })
  expect(pending.size).toBe(0)
})

test('says up to which row everything was taken', () => {
  const pending = new PendingSummaries()
  expect(pending.summarisedThrough(0)).toBe(0)
  add(pending, 1, 10, [[1, 1, 1]])
  add(pending, 2, 11, [[1, 1, 1]])
  add(pending, 1, 12, [[2, 1, 1]])
  expect(pending.summarisedThrough(12)).toBe(9)
  pending.take(2, Infinity)
  expect(pending.summarisedThrough(12)).toBe(9)
  pending.take(1, 1)
  expect(pending.summarisedThrough(12)).toBe(9)
  pending.take(1, 1)
  expect(pending.summarisedThrough(12)).toBe(12)
})

test('takes what has waited longest first, also when more comes', () => {
  const pending = new PendingSummaries()
  add(pending, 1, 1, [
    [1, 1, 1],
    [2, 1, 1],
  ])
  add(pending, 1, 2, [
    [3, 1, 1],
    [1, 2, 1],
  ])
  expect(pending.take(1, 2)?.summaries.map(([key]) => key)).toEqual([1, 2])
  expect(pending.countOf(1)).toBe(1)
})

test('finds the runs of experiments', () => {
  const pending = new PendingSummaries()
  for (const id of [1, 2, 3]) add(pending, id, id, [[1, 1, 1]])
  expect(pending.runsOf(undefined)).toEqual([1, 2, 3])
  expect(pending.runsOf(new Set([1]))).toEqual([1, 3])
  pending.drop(3)
  expect(pending.runsOf(new Set([1]))).toEqual([1])
  expect(pending.size).toBe(2)
})
