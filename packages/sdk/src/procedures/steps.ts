import { hookCallsOf } from '../hooks/index.ts'
import type { Run } from '../runs/run.ts'
import { activeRun } from '../runs/scope.ts'

const counts = new WeakMap<Run, number>()

/** A procedure that completes no step has completed 0. */
export function countSteps(run: Run): void {
  counts.set(run, 0)
}

export function forgetSteps(run: Run): void {
  if (counts.get(run) === 0) run.logMetric('steps_completed', 0)
  counts.delete(run)
}

/** See `step` in the package's index. */
export function step(name: string): void {
  const run = activeRun()
  if (run === undefined) return
  const count = (counts.get(run) ?? 0) + 1
  counts.set(run, count)
  run.logMetric('steps_completed', count, { step: count })
  run.setTag('last_step', name)
  hookCallsOf(run)?.step(name)
}
