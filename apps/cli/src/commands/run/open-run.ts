import { createTracker, type Run, type Tracker } from '@reprise/sdk'
import { RepriseError } from '@reprise/protocol/errors'
import { authenticationOf, readTarget } from '../../connect/index.ts'
import type { Settings } from '../../settings/index.ts'
import type { RunOptions } from './run-options.ts'

/** Milliseconds that the last records get when the command has ended; what is left waits in the spool. */
const FAREWELL = 5_000
/** Milliseconds that the command waits for the server's answer before it starts. */
const PATIENCE = 2_000

/** A run that is being opened while other things go on. */
export interface OpeningRun {
  readonly tracker: Tracker
  /** Resolves once the server has answered, or turned out to be away: then the run waits in the spool. Undefined when it was refused. */
  readonly opened: Promise<Run | undefined>
  /** The run as far as it is known when the command is to start. */
  early(): Promise<Run | undefined>
}

export interface RunToOpen {
  readonly settings: Settings
  readonly tags: Readonly<Record<string, string>>
  /** Where no experiment is named. */
  readonly experimentId: string | undefined
  /** Id of the run in which this command runs. */
  readonly parent: string | undefined
}

/** Begins to open the run. Never rejects: what keeps it from being recorded is told in a line. Throws for an address that is none. */
export function openRun(
  options: RunOptions,
  report: (problem: unknown) => void,
  { settings, tags, parent, experimentId }: RunToOpen,
): OpeningRun {
  readTarget(options.trackingUri)
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
  const opened = tracker.startRun({ name: options.name, params, tags, nested: false, parentRunId: parent }).catch((error: unknown) => {
    report(error)
    report(new RepriseError('BAD_REQUEST', 'The command runs without being recorded.'))
    return undefined
  })
  return { tracker, opened, early: () => Promise.race([opened, after(PATIENCE)]) }
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

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined).unref())
}
