import { readEnvironment } from './environment.ts'
import type { TrackOptions } from './procedures/track.ts'
import type { StartRunOptions } from './runs/begin-run.ts'
import type { RecordedRun } from './runs/recorded-run.ts'
import type { Run } from './runs/run.ts'
import type { WithRunOptions } from './runs/start-run.ts'
import type { RunSearch, SearchRunsOptions } from './runs/search-runs.ts'
import { createSession, type Session } from './session.ts'
import { resolveSettings, type TrackerOptions } from './settings.ts'
import { type Tracker, trackerOf } from './tracker.ts'

let options: TrackerOptions = {}
let session: Session | undefined

/** What the functions of this package log to, for code that takes a tracker; it follows `configure`. */
export const defaultTracker: Tracker = trackerOf(() => (session ??= createSession(resolveSettings(options, readEnvironment()))))

/**
 * Says where the functions of this package log to. Runs that are open already stay where they are.
 *
 *     configure({ trackingUri: 'http://127.0.0.1:5000', experimentName: 'spirals' })
 */
export function configure(given: TrackerOptions): void {
  options = given
  session = undefined
}

/**
 * Starts a run, or goes on with one (`runId`). It is the active run for what the caller does from here on, and a child of
 * the run that was active before. Rejects when the server refuses it; when the server is away, the run goes on without.
 *
 *     await using run = await startRun({ name: 'baseline', params: { lr: 0.01 } })
 *     run.logMetric('loss', 0.3, { step: 1 })
 *
 * Leaving the block ends the run as FINISHED, whatever the reason; `withRun` tells success from failure. To start runs that
 * go on side by side, use `withRun` as well: what this function makes active is seen by all that follows in the caller.
 */
export function startRun(options: StartRunOptions = {}): Promise<Run> {
  return defaultTracker.startRun(options)
}

/**
 * Runs a function with a run of its own, which is FINISHED when it returns and FAILED when it throws. Rejects with the
 * error of the function, or when the server refuses the run; with `required: false` the function is called all the same.
 *
 *     const accuracy = await withRun({ name: 'fold-1' }, async (run) => {
 *       run.logParam('fold', 1)
 *       return train(run)
 *     })
 */
export function withRun<Result>(options: WithRunOptions, act: (run: Run) => Result | Promise<Result>): Promise<Result> {
  return defaultTracker.withRun(options, act)
}

/**
 * Wraps a function so that every call is a run: params, `duration_seconds`, `success` (1 or 0), `steps_completed` (see
 * `step`), and on failure the tags `error_type` and `error_message`. The wrapped function has the same type and `this`,
 * returns the same and throws the same; no trouble with tracking changes that.
 *
 *     const closeIssue = track('close-issue', async ({ issue }: { issue: number }) => {
 *       await merge(issue)
 *       step('merge')
 *     })
 */
export function track<Fn extends (this: never, ...args: never[]) => unknown>(
  name: string,
  procedure: Fn,
  options?: TrackOptions<Parameters<Fn>>,
): Fn {
  return defaultTracker.track(name, procedure, options)
}

/**
 * Searches runs, with MLflow's filter language.
 *
 *     for await (const run of searchRuns({ filter: 'metrics.loss < 0.1' })) console.log(run.name)
 *     const slow = await searchRuns({ experimentNames: ['procedures'], filter: 'metrics.duration_seconds > 60' }).toArray()
 */
export function searchRuns(options: SearchRunsOptions = {}): RunSearch {
  return defaultTracker.searchRuns(options)
}

/** A run as the server has it. Rejects with RESOURCE_DOES_NOT_EXIST. */
export function getRun(id: string): Promise<RecordedRun> {
  return defaultTracker.getRun(id)
}
