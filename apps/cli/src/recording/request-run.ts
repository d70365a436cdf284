import type { RequestedRun } from '@reprise/sdk/ahead'
import { authenticationOf, readTarget } from '../connect/index.ts'
import type { Settings } from '../settings/index.ts'
import type { RunRequest } from './run-request.ts'

/** What is said of the run beside the options. */
export interface RunToOpen {
  readonly settings: Settings
  readonly tags: Readonly<Record<string, string>>
  /** Where no experiment is named. */
  readonly experimentId: string | undefined
  /** Id of the run in which this command runs. */
  readonly parent: string | undefined
}

/**
 * Asks the server for the run, since the command has to be told its id, and loads next to nothing for it: the SDK is loaded while the command
 * runs, and goes on with the same run. Undefined for folders. Never rejects.
 */
export async function requestRunAhead(
  { name, experiment, param = [], trackingUri }: RunRequest,
  { settings, tags, experimentId, parent }: RunToOpen,
  timeout: number,
): Promise<RequestedRun | undefined> {
  const target = readTarget(trackingUri)
  if (target.kind === 'folder') return undefined
  const { requestRun } = await import('@reprise/sdk/ahead')
  const params = Object.fromEntries(param.map(({ key, value }) => [key, value]))
  return requestRun(
    { name, tags, params, parentRunId: parent },
    {
      url: target.url,
      auth: authenticationOf(settings),
      experiment: experiment === undefined ? { id: experimentId ?? '0' } : { name: experiment },
      timeout,
    },
  )
}
