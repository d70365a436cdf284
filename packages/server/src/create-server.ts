import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { limits, RepriseError } from '@reprise/protocol'
import { fastify, LogController, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { answerError } from './http/answer.ts'
import { createOriginCheck } from './http/origin.ts'
import { createFeed } from './live/feed.ts'
import { createMetrics, type Observe } from './metrics.ts'
import type { RunningServer, ServerParts } from './parts.ts'
import { addAboutRoutes } from './routes/about.ts'
import { addArtifactArchiveRoute } from './routes/artifact-archive.ts'
import { addArtifactPdfRoute } from './routes/artifact-pdf.ts'
import { addArtifactCopyRoute } from './routes/artifact-copy.ts'
import { addArtifactRoutes } from './routes/artifacts.ts'
import { addEventRoute } from './routes/events.ts'
import { createFastLane } from './routes/fast-lane.ts'
import { addMaintenanceRoutes } from './routes/maintenance.ts'
import { addOperationRoutes } from './routes/operations.ts'
import { addRunArtifactRoutes } from './routes/run-artifacts.ts'
import { addSharedPages } from './routes/shared-pages.ts'
import { addStillRoute } from './routes/stills.ts'
import { addUploadRoutes } from './routes/uploads.ts'
import { addWebRoutes, readWebInterface, type WebInterface } from './routes/web.ts'
import { addWelcomePage } from './routes/welcome-page.ts'
import { urlForLogs } from './url-for-logs.ts'
import { prepareWebhooks, type Webhooks } from './webhooks/index.ts'

/** How often connections that became idle are looked for while the server closes. */
const SWEEP_MILLISECONDS = 50

/** Where a server listens. Port 0 is any free one. */
export interface ListenOptions {
  /** Default 127.0.0.1: other machines reach the server only when it is told so. */
  readonly host?: string
  readonly port: number
}

/** A server over its parts; it answers once `listen` has resolved. */
export interface Server {
  listen(options: ListenOptions): Promise<RunningServer>
}

/** Puts a tracking server together. It never reads the environment and starts no processes. */
export function createServer(parts: ServerParts): Server {
  const metrics = createMetrics(parts.store)
  const feed = createFeed(parts.store)
  const settings = { ...parts, bodyBytes: parts.bodyBytes ?? limits.bodyBytes }
  const check = createOriginCheck(parts.allowedHosts ?? [])
  const lane = createFastLane(settings, { check, observe: metrics.observe })
  const webhooks = prepareWebhooks(parts, metrics)
  const web = parts.web === undefined ? undefined : readWebInterface(parts.web)
  const app = createApp(parts, { check, observe: metrics.observe, web }, lane)
  if (web === undefined) addWelcomePage(app)
  else addWebRoutes(app, web)
  addAboutRoutes(app, { version: parts.version, metrics })
  addOperationRoutes(app, settings, webhooks.calls)
  addArtifactRoutes(app, parts)
  addUploadRoutes(app, parts)
  addRunArtifactRoutes(app, parts)
  addArtifactCopyRoute(app, parts)
  addArtifactArchiveRoute(app, parts)
  addArtifactPdfRoute(app, parts)
  addStillRoute(app, parts, web?.still)
  addSharedPages(app, parts, web?.still)
  addMaintenanceRoutes(app, parts)
  addEventRoute(app, feed)
  return {
    listen: async ({ host = '127.0.0.1', port }) => {
      await app.listen({ host, port })
      webhooks.start()
      return { url: urlOf(app.server.address() as AddressInfo), close: () => close(app, feed, webhooks) }
    },
  }
}

interface Checks {
  readonly check: (request: IncomingMessage) => void
  readonly observe: Observe
  readonly web: WebInterface | undefined
}

function createApp(parts: ServerParts, { check, observe, web }: Checks, lane: ReturnType<typeof createFastLane>): FastifyInstance {
  const app = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: 'x-request-id',
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4_096 },
    frameworkErrors: (error, _request, reply) => {
      reply.hijack()
      answerError(reply.raw, toRepriseError(error))
    },
    serverFactory: (handler) =>
      createHttpServer({ keepAliveTimeout: 65_000, requestTimeout: 0 }, (request, response) => {
        if (!lane(request, response)) handler(request, response)
      }),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.addHook('onRequest', async (request, reply) => {
    check(request.raw)
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    observe(request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime)
    request.log.debug(
      { method: request.method, url: urlForLogs(request.url), status: reply.statusCode, milliseconds: reply.elapsedTime },
      'answered',
    )
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    reply.hijack()
    const known = answerError(reply.raw, toRepriseError(error))
    if (isOurFault(known)) request.log.error({ err: error, url: urlForLogs(request.url) }, 'request failed')
    observe(request.routeOptions.url ?? 'unknown', known.status, reply.elapsedTime)
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (await web?.answer(request, reply)) return reply
    throw notFound(app, request)
  })
  return app
}

/** Tells a wrong path from a wrong method. */
function notFound(app: FastifyInstance, request: FastifyRequest): RepriseError {
  const url = request.url.split('?', 1)[0] ?? ''
  const others = methods.filter((method) => app.findRoute({ method, url }) !== null)
  if (others.length === 0) return new RepriseError('ENDPOINT_NOT_FOUND', `There is no ${request.method} ${url} on this server.`)
  return new RepriseError('METHOD_NOT_ALLOWED', `${url} is asked with ${others.join(' or ')}, not ${request.method}.`)
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What nobody built is no failure. */
function isOurFault({ status, code }: RepriseError): boolean {
  return status >= 500 && code !== 'NOT_IMPLEMENTED'
}

/** Fastify's own refusals (bad URL, bad headers) are the client's mistakes. */
function toRepriseError(error: FastifyError): unknown {
  if (error instanceof RepriseError) return error
  const status = error.statusCode ?? 500
  return status < 500 ? new RepriseError('BAD_REQUEST', error.message, { cause: error }) : error
}

async function close(app: FastifyInstance, feed: { close: () => void }, webhooks: Webhooks): Promise<void> {
  feed.close()
  const sent = webhooks.close()
  // A connection whose last answer is on its way while the server closes becomes idle only afterwards, and would be waited for until it times out.
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MILLISECONDS)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
    await sent
  }
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
