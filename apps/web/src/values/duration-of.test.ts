import type { RunInfo } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { durationOf } from './duration-of.ts'

const run = (rest: Partial<RunInfo>): RunInfo => ({
  run_id: 'a'.repeat(32),
  run_uuid: 'a'.repeat(32),
  experiment_id: '1',
  status: 'FINISHED',
  lifecycle_stage: 'active',
  ...rest,
})

test('a run took from its start to its end, and one that goes on until now', () => {
  expect(durationOf(run({ start_time: 1_000, end_time: 4_000 }), 9_000)).toBe(3_000)
  expect(durationOf(run({ start_time: 1_000, status: 'RUNNING' }), 9_000)).toBe(8_000)
})

test('of a run that did not say when it began or ended nobody knows', () => {
  expect(durationOf(run({ end_time: 4_000 }), 9_000)).toBeUndefined()
  expect(durationOf(run({ start_time: 1_000, status: 'KILLED' }), 9_000)).toBeUndefined()
})
