import type { RepriseError } from '@reprise/protocol'
import { createServer, type RunningServer, type ServerParts } from '@reprise/server'
import { openStore } from '@reprise/storage'
import { pino } from 'pino'
import { productVersion } from '../version.ts'
import { openArtifacts } from './artifact-folder.ts'
import { assertFreeAddress } from './assert-free-address.ts'
import { findWebInterface } from './find-web-interface.ts'
import { toListenError } from './listen-error.ts'
import { artifactsBeside, assertNoFolder } from './places.ts'

/** What a server is started with. */
export interface ServerOptions {
  readonly host: string
  readonly port: number
  readonly store: string
  readonly artifacts?: string | undefined
  /** Comma-separated. */
  readonly allowedHosts: string
  readonly logLevel: string
  /** How webhooks are sent, where it is not as usual. */
  readonly webhooks?: ServerParts['webhooks']
}

/** A server that says when it can do no more. */
export interface ServingServer extends RunningServer {
  /** Resolves when the store failed for good: every request is refused from then on. */
  readonly failed: Promise<RepriseError>
}

/** A server over freshly opened parts; closing it closes them. Nothing is made on the disk when it can not listen, or another process has the store. */
export async function startServer(options: ServerOptions): Promise<ServingServer> {
  assertNoFolder(options.store)
  await assertFreeAddress(options)
  const log = pino({ level: options.logLevel }, pino.destination({ dest: 2, sync: false }))
  const { promise: failed, resolve: onFailure } = Promise.withResolvers<RepriseError>()
  const store = await openStore(options.store, { artifactRoot: 'mlflow-artifacts:', log, onFailure })
  try {
    const artifacts = await openArtifacts(options.artifacts ?? artifactsBeside(options.store))
    const { webhooks = {} } = options
    const web = findWebInterface()
    const server = createServer({
      store,
      artifacts,
      log,
      version: productVersion,
      allowedHosts: namesIn(options.allowedHosts),
      webhooks,
      ...(web === undefined ? {} : { web }),
    })
    const running = await server.listen({ host: options.host, port: options.port }).catch((error: unknown) => {
      throw toListenError(error, options)
    })
    return { url: running.url, failed, close: () => closeBoth(running, store) }
  } catch (error) {
    await store.close()
    throw error
  }
}

function namesIn(list: string): string[] {
  return list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
}

async function closeBoth(running: RunningServer, store: { close(): Promise<void> }): Promise<void> {
  try {
    await running.close()
  } finally {
    await store.close()
  }
}
