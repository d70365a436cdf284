import { isAbsolute, relative } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { hidePassword } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { productVersion } from '../../version.ts'
import { artifactsBeside } from '../../serving/places.ts'
import { startServer, type ServerOptions } from '../../serving/start-server.ts'

interface ServeOptions extends ServerOptions {
  readonly json?: boolean
}

/** Milliseconds that requests under way get to end once the server is to stop. What was acknowledged is kept in any case. */
const GRACE = 8_000

/** Runs the server until it is interrupted; then finishes what was accepted. Rejects when its store failed for good. */
export async function serve(options: ServeOptions, world: World): Promise<void> {
  const interrupted = world.interruption.claim()
  const server = await startServer({ ...options, webhooks: webhooksOf(world.settings) })
  const about = { url: server.url, store: hidePassword(options.store), artifacts: options.artifacts ?? artifactsBeside(options.store) }
  if (options.json === true) world.write(printJson({ ...about, pid: process.pid, version: productVersion }))
  else
    world.write(
      `Reprise is running at ${about.url}\nRuns are kept in ${shorten(about.store)}, artifacts in ${shorten(about.artifacts)}. Ctrl-C stops it.\n`,
    )
  if (!isLoopback(options.host)) {
    world.note(
      'Whoever reaches this port can read, change and delete everything: there is no login yet. Put it behind a proxy that has one.',
    )
  }
  if (await isRefusedPort(server.url))
    world.note('Browsers and fetch refuse this port: MLflow clients can use it, our SDK and commands can not. Choose another with --port.')
  const failure = await Promise.race([interrupted.then(() => undefined), server.failed])
  const late = setTimeout(() => {
    world.note('Requests that were still under way are cut off; what was acknowledged is kept.')
    process.exit(failure === undefined ? undefined : exitCodes.failed)
  }, GRACE)
  await server.close()
  clearTimeout(late)
  if (failure !== undefined) throw toFailure(failure)
}

function webhooksOf(settings: World['settings']): NonNullable<ServerOptions['webhooks']> {
  const { webhookKey: key, webhooksAllow: allow, webhookTimeout: timeout, webhookAttempts: attempts, webhookOutbox: outbox } = settings
  return { key, allow: allow.split(','), timeout: Number(timeout) * 1_000, attempts: Number(attempts), mostPending: Number(outbox) }
}

/** The exit code of a failure is for whoever supervises the server, and the line for whoever reads its log. */
function toFailure(cause: RepriseError): RepriseError {
  const hint = 'Start the server again: what it acknowledged is kept.'
  return new RepriseError('INTERNAL_ERROR', `The server stopped, because its store did: ${cause.message}`, { hint, cause })
}

/** Relative to the current folder when it is below it. */
function shorten(place: string): string {
  const path = relative(process.cwd(), place)
  return place.includes('://') || path === '' || path.startsWith('..') || isAbsolute(path) ? place : path
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Some ports belong to other protocols, and what follows the Fetch standard never connects to them. */
async function isRefusedPort(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    () => false,
    (error: unknown) => error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port',
  )
}
