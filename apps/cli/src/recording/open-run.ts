import { createTracker, type Run, type Tracker } from '@reprise/sdk'
import { RepriseError } from '@reprise/protocol/errors'
import type { RequestedRun } from '@reprise/sdk/ahead'
import { authenticationOf } from '../connect/index.ts'
import type { RunToOpen } from './request-run.ts'
import type { RunRequest } from './run-request.ts'

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
export function openRun(options: RunRequest, { settings, tags, parent, experimentId, requested, report }: RunOpening): OpeningRun {
  const tracker = openTracker(options, { settings, experimentId, report })
  const params = Object.fromEntries((options.param ?? []).map(({ key, value }) => [key, value]))
  const run = { name: options.name, params, tags, nested: false, parentRunId: parent, requested }
  const opened = tracker.startRun(run).catch((error: unknown) => {
    report(error)
    report(new RepriseError('BAD_REQUEST', 'The command runs without being recorded.'))
    return undefined
  })
  return { tracker, opened }
}

/** A tracker for one command or pipeline: nobody waits long for a server, and who starts it says when runs end. */
export function openTracker(
  { trackingUri, experiment }: RunRequest,
  { settings, experimentId, report }: Pick<RunOpening, 'settings' | 'experimentId' | 'report'>,
): Tracker {
  return createTracker(
    {
      trackingUri,
      auth: authenticationOf(settings),
      experimentName: experiment,
      experimentId: experiment === undefined ? experimentId : undefined,
      spool: settings.spool,
      endOnExit: false,
      retries: 0,
      flushTimeout: FAREWELL,
      onProblem: report,
    },
    noEnvironment,
  )
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
  artifactLocation: undefined,
  registryUri: undefined,
  s3: undefined,
}
