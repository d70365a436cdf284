import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip, gunzip } from 'node:zlib'
import { RepriseError, type Share } from '@reprise/protocol'
import { ask } from '@reprise/storage'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerParts } from '../parts.ts'
import { composeStill, createStillCache, type StillTemplate } from '../stills/index.ts'

const unzip = promisify(gunzip)
/** Seconds for which a page may be shown again as it was. */
const FRESH = 5
const CACHE_BYTES = 32 * 1_024 * 1_024
const AT_ONCE = 2

/**
 * What a page that anybody may open can do: run its own script (its hash stands in the page), and nothing with this server, of which it is not
 * even a part for the browser. See docs/decisions/stills.md.
 */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'none'",
  'cache-control': `private, max-age=${FRESH}`,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  vary: 'accept-encoding',
}

type SharedRequest = FastifyRequest<{ Params: { readonly token: string } }>

/** `/s/TOKEN`: what was shared, as it is now. It takes nothing else of the server, so that a proxy can publish `/s/` alone. */
export function addSharedPages(app: FastifyInstance, parts: ServerParts, template: StillTemplate | undefined): void {
  const cache = createStillCache({ now: Date.now, fresh: FRESH * 1_000, bytes: CACHE_BYTES, atOnce: AT_ONCE })
  app.get('/s/:token', async (request: SharedRequest, reply) => {
    if (template === undefined)
      return reply.code(501).headers(headers).send(printPage('This server has no pages to show', 'Its web interface was not built.'))
    const share = await findShare(parts, request.params.token)
    if (share === undefined) return reply.code(404).headers(headers).send(nowhere)
    const page = await cache.get(share.share_id, () => makePage({ ...parts, template, now: Date.now }, share))
    if (page === undefined) return reply.code(410).headers(headers).send(deleted)
    return sendZipped(request, reply, page)
  })
}

/** Undefined for every token that leads nowhere, whyever. */
async function findShare({ store }: ServerParts, token: string): Promise<Share | undefined> {
  try {
    return (await ask(store, 'getShare', { token })).share
  } catch (error) {
    if (error instanceof RepriseError && error.status < 500) return undefined
    throw error
  }
}

/** The page, compressed; undefined where none of the runs is there any more. */
async function makePage(parts: Parameters<typeof composeStill>[0], share: Share): Promise<Buffer | undefined> {
  const { runs, pieces } = await composeStill(parts, share, { isLenient: true })
  if (runs.length === 0) return undefined
  const chunks: Buffer[] = []
  await pipeline(
    Readable.from(pieces, { objectMode: false, encoding: 'utf8' }),
    createGzip({ level: 4 }),
    async (zipped: AsyncIterable<Buffer>) => {
      for await (const chunk of zipped) chunks.push(chunk)
    },
  )
  return Buffer.concat(chunks)
}

async function sendZipped(request: FastifyRequest, reply: FastifyReply, page: Buffer): Promise<FastifyReply> {
  const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  reply.headers({ ...headers, ...(isZipped ? { 'content-encoding': 'gzip' } : {}) })
  return reply.send(isZipped ? page : await unzip(page))
}

function printPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · Reprise</title>
<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:6rem auto;padding:0 1rem}</style>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</html>
`
}

const nowhere = printPage(
  'This link leads nowhere',
  'It may have expired, or been revoked, or not be whole. Ask whoever gave it to you for another.',
)
const deleted = printPage('What was shared here was deleted', 'The runs that this link showed are not there any more.')
