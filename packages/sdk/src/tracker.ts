import type { Client } from '@reprise/client'
import { type Environment, readEnvironment } from './environment.ts'
import { track, type TrackOptions } from './procedures/track.ts'
import type { StartRunOptions } from './runs/begin-run.ts'
import { type RecordedRun, toRecordedRun } from './runs/recorded-run.ts'
import type { Run } from './runs/run.ts'
import { type RunSearch, searchRuns, type SearchRunsOptions } from './runs/search-runs.ts'
import { startRun, withRun, type WithRunOptions } from './runs/start-run.ts'
import { createSession, type Session } from './session.ts'
import { resolveSettings, type Settings, type TrackerOptions } from './settings.ts'

/** What integrations need to know of how a tracker was set up. */
export type TrackerSettings = Pick<Settings, 'experiment' | 'artifactLocation' | 'registryUri'>

/** Everything that goes to one server. Most programs have one, and use the functions of this package instead. */
export interface Tracker {
  /** The client underneath, for what the SDK has no words for. */
  readonly client: Client
  /** What options and environment say. */
  readonly settings: TrackerSettings
  startRun(options?: StartRunOptions): Promise<Run>
  withRun<Result>(options: WithRunOptions, act: (run: Run) => Result | Promise<Result>): Promise<Result>
  track<Fn extends (this: never, ...args: never[]) => unknown>(name: string, procedure: Fn, options?: TrackOptions<Parameters<Fn>>): Fn
  searchRuns(options?: SearchRunsOptions): RunSearch
  /** Rejects with RESOURCE_DOES_NOT_EXIST. */
  getRun(id: string): Promise<RecordedRun>
}

/**
 * A tracker of its own, for programs that log to more than one server.
 *
 *     const staging = createTracker({ trackingUri: 'http://staging:5000', experimentName: 'nightly' })
 *     await staging.withRun({ name: 'check' }, (run) => run.logMetric('ok', 1))
 */
export function createTracker(options: TrackerOptions = {}, environment: Environment = readEnvironment()): Tracker {
  const session = createSession(resolveSettings(options, environment))
  return trackerOf(() => session)
}

export function trackerOf(session: () => Session): Tracker {
  return {
    get client() {
      return session().client
    },
    get settings() {
      const { experiment, artifactLocation, registryUri } = session().settings
      return { experiment, artifactLocation, registryUri }
    },
    startRun: (options = {}) => startRun(session(), options),
    withRun: (options, act) => withRun(session, options, act),
    track: (name, procedure, options) => track(session, name, procedure, options),
    searchRuns: (options = {}) => searchRuns({ client: session().client, experiment: session().settings.experiment }, options),
    getRun: async (id) => toRecordedRun((await session().client.getRun({ run_id: id })).run),
  }
}
