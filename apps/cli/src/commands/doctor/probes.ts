import { existsSync } from 'node:fs'
import { access, constants, statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { createClient } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { printBytes } from '../../output/values.ts'
import { productVersion } from '../../version.ts'

/** What one look found. Only a problem makes the command fail. */
export interface Finding {
  readonly state: 'ok' | 'note' | 'problem'
  readonly about: string
  readonly detail: string
  readonly hint?: string
}

export type Probe = (options: { readonly trackingUri: string; readonly store: string }, world: World) => Promise<Finding[]>

const LITTLE_SPACE = 1e9
const TIMEOUT = 5_000

/** In the order in which they are reported. */
export const probes: readonly Probe[] = [probeRuntime, probeServer, probeStore]

async function probeRuntime(): Promise<Finding[]> {
  return [{ state: 'ok', about: 'reprise', detail: `${productVersion} on Node.js ${process.versions.node}, ${process.platform}-${process.arch}` }]
}

async function probeServer({ trackingUri }: { readonly trackingUri: string }, { settings }: World): Promise<Finding[]> {
  const about = 'server'
  if (!/^https?:/.test(trackingUri)) return [{ state: 'note', about, detail: `${trackingUri} is kept in files; no server is asked` }]
  const auth = settings.username === undefined || settings.password === undefined ? {} : { auth: { username: settings.username, password: settings.password } }
  const client = createClient({ url: trackingUri, timeout: TIMEOUT, retries: 0, ...auth })
  try {
    await client.health()
    const version = await client.version().catch(() => 'unknown')
    const page = await client.searchExperiments({ max_results: 1 })
    return [{ state: 'ok', about, detail: `${trackingUri} answers (version ${version}, ${page.experiments.length === 0 ? 'no experiments' : 'experiments can be read'})` }]
  } catch (error) {
    const known = error instanceof RepriseError ? error : new RepriseError('INTERNAL_ERROR', String(error))
    const hint = known.hint ?? (known.code === 'UNAUTHENTICATED' ? 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.' : 'Start one with: reprise server')
    return [{ state: 'problem', about, detail: `${trackingUri}: ${known.message}`, hint }]
  }
}

async function probeStore({ store }: { readonly store: string }): Promise<Finding[]> {
  if (/^postgres(ql)?:/.test(store)) return []
  const folder = nearestFolder(dirname(resolve(store)))
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  return [
    writable
      ? { state: 'ok', about: 'store', detail: `${store} ${existsSync(store) ? 'is there' : 'can be made'}` }
      : { state: 'problem', about: 'store', detail: `${folder} is not writable`, hint: 'Choose another place with --store, or mend its permissions.' },
    free > LITTLE_SPACE
      ? { state: 'ok', about: 'disk', detail: `${printBytes(free)} free` }
      : { state: 'problem', about: 'disk', detail: `only ${printBytes(free)} free in ${folder}`, hint: 'Free some space, or run: reprise store gc' },
  ]
}

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}
