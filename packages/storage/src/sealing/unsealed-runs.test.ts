import { expect, test } from 'vitest'
import { SEAL_POINTS, SEAL_ROWS } from './limits.ts'
import { UnsealedRuns } from './unsealed-runs.ts'

test('a run is due when it has enough points or rows, and in turn with others', () => {
  const unsealed = new UnsealedRuns()
  unsealed.note(1, SEAL_POINTS - 1, 1)
  expect(unsealed.next()).toBeUndefined()
  for (let row = 0; row < SEAL_ROWS; row++) unsealed.note(2, 1, 1)
  unsealed.note(1, 1, 1)
  expect(unsealed.next()).toEqual({ runId: 2, finished: false })
  unsealed.noteSlice(2, { rows: SEAL_ROWS, points: SEAL_ROWS, more: false })
  expect(unsealed.next()).toEqual({ runId: 1, finished: false })
  unsealed.noteSlice(1, { rows: 1, points: 10, more: true })
  expect(unsealed.next()).toEqual({ runId: 1, finished: false })
})

test('a run of many keys waits until each has several points, but not for ever', () => {
  const unsealed = new UnsealedRuns()
  unsealed.note(1, SEAL_POINTS, 5_000)
  expect(unsealed.next()).toBeUndefined()
  unsealed.note(1, SEAL_POINTS * 2, 5_000)
  expect(unsealed.next()).toEqual({ runId: 1, finished: false })
  unsealed.note(2, 8 * SEAL_POINTS, 1_000_000)
  unsealed.drop(1)
  expect(unsealed.next()).toEqual({ runId: 2, finished: false })
})

test('a run that ended is sealed to the last point, and what comes later, too', () => {
  const unsealed = new UnsealedRuns()
  unsealed.note(1, 1, 1)
  unsealed.noteEnd(1)
  expect(unsealed.next()).toEqual({ runId: 1, finished: true })
  unsealed.noteSlice(1, { rows: 0, points: 0, more: false })
  unsealed.note(1, 1, 1)
  expect(unsealed.next()).toEqual({ runId: 1, finished: true })
})

test('it is known how many points wait', () => {
  const unsealed = new UnsealedRuns()
  unsealed.note(1, 300, 1)
  unsealed.note(2, SEAL_POINTS, 1)
  unsealed.noteSlice(2, { rows: 1, points: SEAL_POINTS, more: false })
  expect(unsealed.points).toBe(300)
  unsealed.drop(1)
  expect(unsealed.points).toBe(0)
})
