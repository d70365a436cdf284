import { basename, dirname, join, resolve } from 'node:path'
import { openArtifactStore } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { createServer, type RunningServer } from '@reprise/server'
import { openStore } from '@reprise/storage'
import { pino } from 'pino'
import type { World } from '../../command.ts'
import { productVersion } from '../../version.ts'

export interface ServeOptions {
  readonly host: string
  readonly port: number
  readonly store: string
  readonly artifacts?: string | undefined
  readonly allowedHosts: string
  readonly logLevel: string
}

/** Runs the server until it is interrupted; then finishes what was accepted. */
export async function serve(options: ServeOptions, world: World): Promise<void> {
  const server = await startServer(options)
  world.write(`Reprise is running at ${server.url}\n`)
  await world.interrupted
  await server.close()
}

/** A server over freshly opened parts; closing it closes them. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const log = pino({ level: options.logLevel }, pino.destination({ dest: 2, sync: false }))
  const artifacts = await openArtifactStore(options.artifacts ?? artifactsBeside(options.store))
  const store = await openStore(options.store, { artifactRoot: 'mlflow-artifacts:', log })
  try {
    const allowedHosts = options.allowedHosts.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
    const server = createServer({ store, artifacts, log, version: productVersion, allowedHosts })
    const running = await server.listen({ host: options.host, port: options.port }).catch((error: unknown) => {
      throw toListenError(error, options)
    })
    return { url: running.url, close: () => running.close().finally(() => store.close()) }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Default place of artifacts: a folder beside the file, or under the current folder for a database elsewhere. */
export function artifactsBeside(store: string): string {
  if (/^postgres(ql)?:/.test(store)) return join('reprise-data', 'artifacts')
  const name = basename(store).replace(/\.(db|sqlite3?)$/, '')
  return join(dirname(resolve(store)), name === 'reprise' ? 'artifacts' : `${name}-artifacts`)
}

function toListenError(error: unknown, { host, port }: ServeOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new RepriseError('RESOURCE_CONFLICT', `Port ${port} of ${host} is taken by another program.`, {
      hint: 'Choose another with --port, or --port 0 for any free one.',
      cause: error,
    })
  }
  if (code === 'EACCES') return new RepriseError('PERMISSION_DENIED', `Port ${port} needs more rights.`, { hint: 'Use a port above 1023.', cause: error })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new RepriseError('INVALID_PARAMETER_VALUE', `This machine has no address ${host}.`, { hint: 'Use --host 127.0.0.1 or 0.0.0.0.', cause: error })
  }
  return error
}
