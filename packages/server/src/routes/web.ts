import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import mime from 'mime'
import { readStillTemplate, type StillTemplate } from '../stills/index.ts'

const compress = promisify(gzip)
/** Below that, compressing costs more than it saves. */
const SMALL = 1_400
const WEEK = 604_800
/** Beside the page: what runs are put into that are to be read without a server. */
const STILL = 'still.html'

/**
 * What the page may do: load what this server sends, and nothing from elsewhere. Images, sounds and documents that runs have stored are shown
 * from objects of the page; documents stand in frames without scripts.
 */
const policy = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface WebFile {
  readonly bytes: Buffer
  readonly etag: string
  readonly type: string
  /** Made when it is first asked for. */
  zipped?: Promise<Buffer>
}

/** The web interface: its files, kept in memory, and its page at every address that is nobody else's. */
export interface WebInterface {
  /** The page of stills, where it was built. */
  readonly still: StillTemplate | undefined
  /** Sends the page, whoever asks. */
  sendPage(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Answers true when the request was for a page or a file of it. */
  answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean>
}

/** Reads a folder that holds `index.html` and its assets. Throws when it has no page. */
export function readWebInterface(folder: string): WebInterface {
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => path !== join(folder, STILL))
      .map((path) => [path.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, '/'), readWebFile(path)]),
  )
  const page = files.get('/index.html')
  if (page === undefined) throw new Error(`${folder} has no index.html.`)
  return {
    still: existsSync(join(folder, STILL)) ? readStillTemplate(join(folder, STILL)) : undefined,
    sendPage: (request, reply) => send(request, reply, { file: page, isPage: true }),
    answer: async (request, reply) => {
      const path = request.url.split('?', 1)[0] ?? '/'
      const file = files.get(path) ?? (isPage(request, path) ? page : undefined)
      if (file === undefined || !['GET', 'HEAD'].includes(request.method)) return false
      await send(request, reply, { file, isPage: file === page })
      return true
    },
  }
}

/** Adds the start page. Other pages and files are answered where no route is found: they must not shadow one. */
export function addWebRoutes(app: FastifyInstance, web: WebInterface): void {
  app.get('/', async (request, reply) => {
    await web.sendPage(request, reply)
    return reply
  })
}

/** An address of the interface: a browser asks for a document, and it is no address of the API. */
function isPage(request: FastifyRequest, path: string): boolean {
  if (/^\/(?:api|ajax-api|assets)\//.test(path) || extname(path) !== '') return false
  return request.headers.accept?.includes('text/html') === true
}

function readWebFile(path: string): WebFile {
  const bytes = readFileSync(path)
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`, type: typeOf(path) }
}

function typeOf(path: string): string {
  const type = mime.getType(path) ?? 'application/octet-stream'
  return isText(type) ? `${type}; charset=utf-8` : type
}

function isText(type: string): boolean {
  return /^text\/|javascript|json|svg/.test(type)
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { file, isPage: page }: { file: WebFile; isPage: boolean },
): Promise<void> {
  reply.headers({
    // Names of assets follow from their content; the page names the current ones.
    'cache-control': page ? 'no-cache' : `public, max-age=${WEEK}, immutable`,
    etag: file.etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    ...(page ? { 'content-security-policy': policy } : {}),
  })
  if (request.headers['if-none-match'] === file.etag) {
    await reply.code(304).send()
    return
  }
  reply.type(file.type)
  const isZipped = file.bytes.length > SMALL && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '') && isText(file.type)
  if (!isZipped) {
    await reply.send(file.bytes)
    return
  }
  file.zipped ??= compress(file.bytes)
  await reply.header('content-encoding', 'gzip').send(await file.zipped)
}
