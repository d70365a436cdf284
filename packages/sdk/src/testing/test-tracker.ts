import { readEnvironment } from '../environment.ts'
import type { TrackerOptions } from '../settings.ts'
import { createTracker, type Tracker } from '../tracker.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface TestTracker extends Tracker {
  /** The spool folder. */
  readonly spool: string
  readonly problems: readonly string[]
  [Symbol.dispose](): void
}

/** A tracker that knows nothing of this machine's environment, tries once, and collects its problems. */
export function testTracker(trackingUri: string, options: TrackerOptions = {}): TestTracker {
  const folder = temporaryFolder()
  const problems: string[] = []
  const onProblem = (problem: Error): void => void problems.push(problem.message)
  const settings = { trackingUri, spool: folder.path, retries: 0, flushTimeout: 20_000, endOnExit: false, onProblem, ...options }
  const tracker = createTracker(settings, readEnvironment({}))
  return Object.assign(tracker, { spool: folder.path, problems, [Symbol.dispose]: folder[Symbol.dispose] })
}

/** Waits until something is true; fails with the words given when that takes longer than a test may. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
