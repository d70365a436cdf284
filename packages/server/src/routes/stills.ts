import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { queryToJson, RepriseError, stillRequest } from '@reprise/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerParts } from '../parts.ts'
import { composeStill, readStillRequest, type StillTemplate } from '../stills/index.ts'
import { disposition } from './send-file.ts'

/** Runs as one page that opens without a server. Gathered as it is sent: nothing of it is kept here. */
export function addStillRoute(app: FastifyInstance, parts: ServerParts, template: StillTemplate | undefined): void {
  app.get('/api/reprise/1/stills', { exposeHeadRoute: false }, async (request, reply) => {
    const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '')
    const asked = readStillRequest(queryToJson(stillRequest, query))
    const still = await composeStill({ ...parts, template: known(template), now: Date.now }, asked)
    const [only] = asked.run_ids
    await sendPieces(request, reply, {
      pieces: still.pieces,
      headers: { 'content-disposition': disposition(asked.run_ids.length === 1 ? `run-${only}.html` : 'runs.html') },
    })
  })
}

/** The page of stills, where it was built. */
function known(template: StillTemplate | undefined): StillTemplate {
  if (template !== undefined) return template
  throw new RepriseError('NOT_IMPLEMENTED', 'This server has no web interface, and makes no pages of runs.', {
    hint: 'Build it: npm run build',
  })
}

interface Sent {
  readonly pieces: AsyncIterable<string>
  readonly headers: Readonly<Record<string, string>>
}

/** A page that breaks off has no end: no program takes it for whole. */
async function sendPieces(request: FastifyRequest, reply: FastifyReply, { pieces, headers }: Sent): Promise<void> {
  const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  reply.hijack()
  reply.raw.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    vary: 'accept-encoding',
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  })
  const source = Readable.from(pieces, { objectMode: false, encoding: 'utf8' })
  const sending = isZipped ? pipeline(source, createGzip({ level: 4 }), reply.raw) : pipeline(source, reply.raw)
  await sending.catch((error: unknown) => {
    if (!request.raw.destroyed || reply.raw.errored === null) request.log.warn({ err: error, url: request.url }, 'page broken off')
    reply.raw.destroy()
  })
}
