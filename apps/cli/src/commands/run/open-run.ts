import { createTracker, type Run, type Tracker } from '@reprise/sdk'
import { RepriseError } from '@reprise/protocol/errors'
import type { RequestedRun } from '@reprise/sdk/ahead'
import { authenticationOf } from '../../connect/index.ts'
import type { RunToOpen } from './request-run.ts'
import type { RunOptions } from './run-options.ts'

/** Milliseconds that the last records get when the command has ended; what is left waits in the spool. */
const FAREWELL = 5_000
/** A run that is being opened while other things go on. */
export interface OpeningRun {
  readonly tracker: Tracker
  /** Resolves once the server has answered, or turned out to be away: then the run waits in the spool. Undefined when it was refused. */
  readonly opened: Promise<Run | undefined>
}

/** How a run is opened. */
export interface RunOpening extends RunToOpen {
  /** Who has asked for the run before. */
  readonly requested: RequestedRun | undefined
  readonly report: (problem: unknown) => void
}

/** Begins to open the run. Never rejects: what keeps it from being recorded is told in a line. */
export function openRun(options: RunOptions, { settings, tags, parent, experimentId, requested, report }: RunOpening): OpeningRun {
  const tracker = createTracker(
    {
      trackingUri: options.trackingUri,
      auth: authenticationOf(settings),
      experimentName: options.experiment,
      experimentId: options.experiment === undefined ? experimentId : undefined,
      spool: settings.spool,
      endOnExit: false,
      retries: 0,
      flushTimeout: FAREWELL,
      onProblem: report,
    },
    noEnvironment,
  )
  const params = Object.fromEntries((options.param ?? []).map(({ key, value }) => [key, value]))
  const run = { name: options.name, params, tags, nested: false, parentRunId: parent, requested }
  const opened = tracker.startRun(run).catch((error: unknown) => {
    report(error)
    report(new RepriseError('BAD_REQUEST', 'The command runs without being recorded.'))
    return undefined
  })
  return { tracker, opened }
}

/** What the settings say is handed over; this process' own variables, such as the id of a run around it, mean something else here. */
const noEnvironment = {
  trackingUri: undefined,
  experimentName: undefined,
  experimentId: undefined,
  runId: undefined,
  username: undefined,
  password: undefined,
  token: undefined,
  spool: undefined,
  spoolLimit: undefined,
  systemMetrics: false,
}
