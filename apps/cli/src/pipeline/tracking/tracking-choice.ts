import { request } from 'node:http'
import type { World } from '../../command.ts'
import { readTarget } from '../../connect/index.ts'
import type { Pair, RunRequest } from '../../recording/run-request.ts'

/** What was said of tracking. */
export interface TrackingChoice extends RunRequest {
  /** Else nothing is recorded, and stages are only watched. */
  readonly isRecorded: boolean
  readonly tags: readonly Pair[]
  /** The run of a pipeline that this one repeats. */
  readonly reproduces?: string | undefined
  /** Whether files are looked for that stages read or write without declaring them. */
  readonly findsUndeclared: boolean
  /** What was typed behind `reprise repro`. */
  readonly words: readonly string[]
}

export interface TrackingOptions {
  readonly track: boolean
  readonly trackingUri?: string
  readonly experiment?: string
  readonly runName?: string
  readonly tag?: readonly Pair[]
}

/** Milliseconds in which a server that nobody named has to answer. */
const PATIENCE = 300

/** Where the run of a pipeline goes; undefined where there is to be none. */
export async function chooseTracking(
  options: TrackingOptions,
  about: Pick<TrackingChoice, 'findsUndeclared' | 'words'>,
  { settings, reading }: World,
): Promise<TrackingChoice | undefined> {
  const trackingUri = options.trackingUri ?? settings.trackingUri
  const experiment = options.experiment ?? settings.experimentName
  const { runName, tag = [] } = options
  // Where nobody named a place, an experiment or a run, only a server that is there is used.
  const isWanted =
    options.trackingUri !== undefined ||
    options.experiment !== undefined ||
    runName !== undefined ||
    (reading.sources.get('trackingUri') ?? 'default') !== 'default'
  const isRecorded = options.track && (isWanted || (await isServerThere(trackingUri)))
  if (!isRecorded && !about.findsUndeclared) return undefined
  return {
    trackingUri,
    isRecorded,
    ...(experiment === undefined ? {} : { experiment }),
    ...(runName === undefined ? {} : { name: runName }),
    tags: tag,
    reproduces: tag.find(({ key }) => key === 'reprise.reproduces')?.value,
    ...about,
  }
}

/** Whether a tracking server answers, not anything else that listens there. */
async function isServerThere(trackingUri: string): Promise<boolean> {
  const target = readTarget(trackingUri)
  if (target.kind === 'folder' || !target.url.startsWith('http:')) return true
  return new Promise((resolve) => {
    const asked = request(new URL('/health', target.url), { agent: false, timeout: PATIENCE }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.on('error', () => resolve(false))
    asked.on('timeout', () => asked.destroy())
    asked.end()
  })
}
