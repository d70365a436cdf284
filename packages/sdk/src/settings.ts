import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Authentication, S3Access } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { type Environment, readEnvironment } from './environment.ts'
import type { ExperimentChoice } from './runs/describe-new-run.ts'
import { readTrackingUri, type TrackingTarget } from './tracking-uri.ts'

const DEFAULT_URI = 'http://localhost:5000'
const DEFAULT_SPOOL_LIMIT = '10GB'
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

/** Options of {@link configure} and {@link createTracker}. What is left out comes from the environment. */
export interface TrackerOptions {
  /**
   * The server, such as `http://127.0.0.1:5000`; or a folder (`./runs`, `file:./runs`) that is used without a server,
   * which needs Node 24 and the package `@reprise/storage`. Default: REPRISE_TRACKING_URI, MLFLOW_TRACKING_URI,
   * http://localhost:5000.
   */
  readonly trackingUri?: string | undefined
  /** Name of the experiment of new runs; made when it is not there. Default: REPRISE_EXPERIMENT_NAME, MLFLOW_EXPERIMENT_NAME. */
  readonly experimentName?: string | undefined
  /** Or its id. Default: MLFLOW_EXPERIMENT_ID, then "0". */
  readonly experimentId?: string | undefined
  /**
   * Where the artifacts of an experiment go that is made here, such as `mlflow-artifacts:/prompts`; one that is there keeps its own. Default:
   * REPRISE_ARTIFACT_LOCATION, MLFLOW_ARTIFACT_LOCATION, then what the server chooses.
   */
  readonly artifactLocation?: string | undefined
  /**
   * Keys for runs whose artifacts are in S3 itself (an artifact location of `s3://…`). Default: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
   * AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION; MLFLOW_S3_ENDPOINT_URL, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL.
   */
  readonly s3?: S3Access | undefined
  /** The server that models are registered with, for integrations that register some. Default: REPRISE_REGISTRY_URI, MLFLOW_REGISTRY_URI. */
  readonly registryUri?: string | undefined
  /** Default: REPRISE_TRACKING_USERNAME with REPRISE_TRACKING_PASSWORD, else REPRISE_TRACKING_TOKEN; each is also read with MLFLOW_. */
  readonly auth?: Authentication | undefined
  /**
   * Folder where everything that was logged waits until the server has it. `false` keeps it in memory: then what the
   * server does not have when the process ends is lost. Default: REPRISE_SPOOL, `~/.reprise/spool`.
   */
  readonly spool?: string | false | undefined
  /**
   * Bytes that all files in the spool folder may have together; `Infinity` for no limit. A record that does not fit is lost: `onProblem`
   * is told, `flush` and `end` count it, artifacts that do not fit reject, and `run.ready()` waits until there is room. Default:
   * REPRISE_SPOOL_LIMIT, which may end in kB, MB, GB or TB; 10 GB.
   */
  readonly spoolLimit?: number | undefined
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Milliseconds until a request without an answer is given up; default 30,000. */
  readonly timeout?: number | undefined
  /** Times a request is tried again before what waits is left to the spool; default 2. */
  readonly retries?: number | undefined
  /** Milliseconds `end` and the end of the process wait for the last records; default 10,000. */
  readonly flushTimeout?: number | undefined
  /** Whether the end of the process ends open runs: FINISHED, FAILED after an uncaught error, KILLED by a signal. Default true. */
  readonly endOnExit?: boolean | undefined
  /** Told what goes wrong in the background. Default: a line on stderr. */
  readonly onProblem?: ((problem: Error) => void) | undefined
}

/** The options with everything decided. */
export interface Settings {
  readonly target: TrackingTarget
  readonly auth: Authentication | undefined
  readonly experiment: ExperimentChoice
  readonly artifactLocation: string | undefined
  readonly registryUri: string | undefined
  readonly s3: S3Access | undefined
  readonly runId: string | undefined
  /** Undefined when nothing is to be written to disk. */
  readonly spoolFolder: string | undefined
  readonly spoolLimit: number
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
  readonly retries: number
  readonly flushTimeout: number
  readonly endOnExit: boolean
  readonly systemMetrics: boolean
  readonly onProblem: (problem: Error) => void
}

/** Decides by options first, then by the environment, then by default. Throws INVALID_PARAMETER_VALUE for a URI that is neither. */
export function resolveSettings(options: TrackerOptions, environment: Environment = readEnvironment({})): Settings {
  return {
    target: readTrackingUri(options.trackingUri ?? environment.trackingUri ?? DEFAULT_URI),
    auth: options.auth ?? authenticationOf(environment),
    experiment: experimentOf(options) ?? experimentOf(environment) ?? { id: '0' },
    artifactLocation: options.artifactLocation ?? environment.artifactLocation,
    registryUri: options.registryUri ?? environment.registryUri,
    s3: options.s3 ?? environment.s3,
    runId: environment.runId,
    spoolFolder: spoolFolderOf(options.spool ?? environment.spool),
    spoolLimit: options.spoolLimit ?? readBytes('REPRISE_SPOOL_LIMIT', environment.spoolLimit ?? DEFAULT_SPOOL_LIMIT),
    headers: options.headers ?? {},
    timeout: options.timeout ?? 30_000,
    retries: options.retries ?? 2,
    flushTimeout: options.flushTimeout ?? 10_000,
    endOnExit: options.endOnExit ?? true,
    systemMetrics: environment.systemMetrics,
    onProblem: options.onProblem ?? printProblem,
  }
}

function experimentOf({
  experimentName,
  experimentId,
}: Pick<TrackerOptions, 'experimentName' | 'experimentId'>): Settings['experiment'] | undefined {
  if (experimentName !== undefined) return { name: experimentName }
  return experimentId === undefined ? undefined : { id: experimentId }
}

function authenticationOf({ username, password, token }: Environment): Authentication | undefined {
  if (username !== undefined && password !== undefined) return { username, password }
  return token === undefined ? undefined : { token }
}

/** Where spools are when nobody says otherwise. */
export function spoolFolderOf(spool: string | false | undefined): string | undefined {
  if (spool === false || spool === 'off') return undefined
  return resolve(spool ?? join(homedir(), '.reprise', 'spool'))
}

function readBytes(variable: string, text: string): number {
  const [, digits, unit = ''] = /^(\d+) ?(?:([kMGT])?B)?$/i.exec(text) ?? []
  if (digits !== undefined) return Number(digits) * (UNITS[unit.toLowerCase()] ?? 1)
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${variable} is '${text}', and that is no number of bytes.`, {
    hint: 'Write 500MB, 10GB or 10000000000.',
  })
}

function printProblem(problem: Error): void {
  const hint = problem instanceof RepriseError && problem.hint !== undefined ? ` ${problem.hint}` : ''
  console.warn(`reprise: ${problem.message}${hint}`)
}
