import { type Client, createClient } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { authenticationOf, hidePassword, readTarget } from '../../connect/index.ts'
import { describeConnectionTrouble, describeStranger } from './connection-trouble.ts'
import { describeKeepingTrouble } from './keeping-trouble.ts'
import type { Finding, ProbeOptions } from './probes.ts'
import { tryUpload } from './try-upload.ts'

/** Milliseconds. */
const PATIENCE = 5_000
const about = 'server'

/** Whether the server answers, lets us read, and keeps what is uploaded. */
export async function probeServer({ trackingUri, upload }: ProbeOptions, { settings }: World): Promise<Finding[]> {
  try {
    const target = readTarget(trackingUri)
    if (target.kind === 'folder')
      return [{ state: 'note', about, detail: `runs are kept in the folder ${target.path}; no server is asked` }]
    const client = createClient({ url: target.url, timeout: PATIENCE, retries: 0, auth: authenticationOf(settings) })
    const trouble = await lookAt(client.url)
    if (trouble !== undefined) return [trouble]
    const found = await readFrom(client, hidePassword(trackingUri))
    return upload ? [found, await tryUpload(client)] : [found]
  } catch (error) {
    return [describeRefusal(error)]
  }
}

/** Asks for the server's health, as a load balancer would: what answers may be anything. Undefined where it is well. */
async function lookAt(url: string): Promise<Finding | undefined> {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' })
    const text = (await answer.text()).slice(0, 4_096)
    return describeStranger({
      url,
      status: answer.status,
      text,
      server: answer.headers.get('server'),
      location: answer.headers.get('location'),
    })
  } catch (error) {
    return describeConnectionTrouble(url, error)
  }
}

async function readFrom(client: Client, shown: string): Promise<Finding> {
  const { experiments } = await client.searchExperiments({ max_results: 1 })
  const version = await client.version().catch(() => 'unknown')
  const found = experiments.length === 0 ? 'it shows no experiments' : 'its experiments can be read'
  return { state: 'ok', about, detail: `${shown} answers (version ${version}), ${found}` }
}

/** It is well, and does not do what it is asked. */
function describeRefusal(error: unknown): Finding {
  const { code, message, hint } = error instanceof RepriseError ? error : new RepriseError('INTERNAL_ERROR', String(error))
  const problem = { state: 'problem', about, detail: message, hint } as const
  switch (code) {
    case 'UNAUTHENTICATED':
      return {
        ...problem,
        trouble: 'login',
        hint: 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
      }
    case 'PERMISSION_DENIED':
      return { ...problem, trouble: 'forbidden' }
    case 'ENDPOINT_NOT_FOUND':
    case 'METHOD_NOT_ALLOWED':
      return {
        ...problem,
        trouble: 'wrong-service',
        hint: STRANGER,
      }
    case 'INVALID_PARAMETER_VALUE':
      return problem
    default: {
      if (message.includes('is not JSON')) return { ...problem, trouble: 'wrong-service', hint: STRANGER }
      const known = describeKeepingTrouble(about, error)
      return known.trouble === undefined || known.trouble === 's3-unreachable'
        ? { ...problem, trouble: 'not-ready', hint: hint ?? NOT_READY }
        : known
    }
  }
}

const STRANGER = 'Check address and port: this is no tracking server, or a part of its path is missing.'
const NOT_READY = "Look into the server's log: it answers, and can not work."
