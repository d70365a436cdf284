import { createClient } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { authenticationOf, hidePassword, readTarget } from '../../connect/index.ts'
import type { Finding, ProbeOptions } from './probes.ts'

const TIMEOUT = 5_000
const about = 'server'

/** Whether the server answers, and lets us read. */
export async function probeServer({ trackingUri }: ProbeOptions, { settings }: World): Promise<Finding[]> {
  try {
    const target = readTarget(trackingUri)
    if (target.kind === 'folder')
      return [{ state: 'note', about, detail: `runs are kept in the folder ${target.path}; no server is asked` }]
    const client = createClient({ url: target.url, timeout: TIMEOUT, retries: 0, auth: authenticationOf(settings) })
    const { experiments } = await client.searchExperiments({ max_results: 1 })
    const version = await client.version().catch(() => 'unknown')
    const found = experiments.length === 0 ? 'it shows no experiments' : 'its experiments can be read'
    return [{ state: 'ok', about, detail: `${hidePassword(trackingUri)} answers (version ${version}), ${found}` }]
  } catch (error) {
    const { code, message, hint } = error instanceof RepriseError ? error : new RepriseError('INTERNAL_ERROR', String(error))
    const advice =
      code === 'UNAUTHENTICATED' ? 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.' : hint
    return [{ state: 'problem', about, detail: message, ...(advice === undefined ? {} : { hint: advice }) }]
  }
}
