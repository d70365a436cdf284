import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const FOLDER = 'application/vnd.google-apps.folder'

interface Stored {
  readonly id: string
  readonly name: string
  readonly parents: readonly string[]
  readonly mimeType: string
  bytes: Buffer
  trashed: boolean
}

export interface DriveServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string
  /** `METHOD path` of each request. */
  readonly asked: string[]
  /** Answers that the next requests to the API get: a status and the reason in Google's form. */
  readonly failures: (readonly [status: number, reason: string])[]
  readonly files: ReadonlyMap<string, Readonly<Stored>>
  /** Makes a folder by hand; its id. */
  addFolder(name: string, parent: string): string
}

/**
 * What of the API of Google Drive a remote needs, in the form in which Google's reference describes it (version 3): no answer of this program was ever
 * seen by Google, and none of Google's by it.
 */
export async function startDriveServer(pageSize = 7): Promise<DriveServer> {
  const drive = createDrive(pageSize)
  const asked: string[] = []
  const failures: (readonly [number, string])[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`)
    asked.push(`${request.method} ${url.pathname}`)
    const failure = url.pathname.endsWith('/token') ? undefined : failures.shift()
    const work = failure === undefined ? drive.answer(request, url, response) : refuse(response, failure)
    work.catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    failures,
    files: drive.files,
    addFolder: drive.addFolder,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function createDrive(pageSize: number) {
  const files = new Map<string, Stored>()
  const sessions = new Map<string, { readonly name: string; readonly parents: readonly string[]; readonly pieces: Buffer[] }>()
  let count = 0
  const add = (
    { name = '', parents = ['root'], mimeType = 'application/octet-stream' }: Partial<Stored>,
    bytes: Buffer = Buffer.alloc(0),
  ): Stored => {
    const file = { id: `id-${String(count++).padStart(6, '0')}`, name, parents, mimeType, bytes, trashed: false }
    files.set(file.id, file)
    return file
  }
  files.set('root', { id: 'root', name: 'My Drive', parents: [], mimeType: FOLDER, bytes: Buffer.alloc(0), trashed: false })

  const answer = async (request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> => {
    const body = await buffer(request)
    const query = url.searchParams
    const [, id] = /\/files\/([^/]+)$/.exec(url.pathname) ?? []
    const file = id === undefined ? undefined : files.get(id)
    if (url.pathname === '/token') {
      const isKnown = new URLSearchParams(body.toString()).get('refresh_token') === 'refresh'
      return isKnown
        ? json(response, { access_token: 'token', expires_in: 3599, token_type: 'Bearer' })
        : json(response, { error: 'invalid_grant' }, 400)
    }
    if (url.pathname.startsWith('/session/')) return putPiece(request, { response, body, key: url.pathname })
    if (request.headers.authorization !== 'Bearer token') return refuse(response, [401, 'authError'])
    if (id !== undefined && (file === undefined || file.trashed)) return refuse(response, [404, 'notFound'])
    if (request.method === 'GET' && file !== undefined)
      return query.get('alt') === 'media' ? sendBytes(request, response, file.bytes) : json(response, describe(file))
    if (request.method === 'GET') return list(query, response)
    if (request.method === 'DELETE' && file !== undefined) {
      files.delete(file.id)
      return void response.writeHead(204).end()
    }
    if (request.method === 'PATCH' && file !== undefined) {
      file.trashed = (JSON.parse(body.toString()) as { trashed: boolean }).trashed
      return json(response, describe(file))
    }
    if (query.get('uploadType') === 'multipart') return json(response, describe(add(...readMultipart(request, body))))
    const metadata = JSON.parse(body.toString()) as Partial<Stored>
    if (query.get('uploadType') !== 'resumable') return json(response, describe(add(metadata)))
    const key = `/session/${count++}`
    sessions.set(key, { name: metadata.name ?? '', parents: metadata.parents ?? [], pieces: [] })
    response.writeHead(200, { location: `${url.origin}${key}` }).end()
  }

  const putPiece = async (
    request: IncomingMessage,
    { response, body, key }: { response: ServerResponse; body: Buffer; key: string },
  ): Promise<void> => {
    const session = sessions.get(key)
    if (session === undefined) return refuse(response, [404, 'notFound'])
    const [, start = '', total = ''] = /^bytes (\d+)-\d+\/(\d+)$/.exec(request.headers['content-range'] ?? '') ?? []
    const have = Buffer.concat(session.pieces)
    if (Number(start) !== have.length) return refuse(response, [400, 'badRequest'])
    // Takes no more than it likes, once, as Google may.
    const taken = session.pieces.length === 0 ? body.subarray(0, Math.max(1, body.length - 256 * 1024)) : body
    session.pieces.push(taken)
    const all = Buffer.concat(session.pieces)
    if (all.length === Number(total)) return json(response, describe(add(session, all)))
    response.writeHead(308, { range: `bytes=0-${all.length - 1}` }).end()
  }

  const list = async (query: URLSearchParams, response: ServerResponse): Promise<void> => {
    const q = query.get('q') ?? ''
    const parents = new Set([...q.matchAll(/'([^']+)' in parents/g)].map(([, parent]) => parent))
    const [, name] = /name = '((?:[^'\\]|\\.)*)'/.exec(q) ?? []
    const wanted = name?.replaceAll(/\\(.)/g, '$1').toLowerCase()
    const found = [...files.values()].filter(
      (file) =>
        !file.trashed && file.parents.some((parent) => parents.has(parent)) && (wanted === undefined || file.name.toLowerCase() === wanted),
    )
    const start = Number(query.get('pageToken') ?? 0)
    const next = start + pageSize < found.length ? { nextPageToken: String(start + pageSize) } : {}
    json(response, { ...next, files: found.slice(start, start + pageSize).map(describe) })
  }

  return { files, answer, addFolder: (name: string, parent: string) => add({ name, parents: [parent], mimeType: FOLDER }).id }
}

function describe({ id, name, mimeType, parents, bytes }: Stored): object {
  const content = mimeType === FOLDER ? {} : { size: String(bytes.length), md5Checksum: createHash('md5').update(bytes).digest('hex') }
  return { kind: 'drive#file', id, name, mimeType, parents, ...content }
}

function readMultipart(request: IncomingMessage, body: Buffer): [Partial<Stored>, Buffer] {
  const boundary = `--${/boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1] ?? ''}`
  const starts: number[] = []
  for (let at = body.indexOf(boundary); at >= 0; at = body.indexOf(boundary, at + 1)) starts.push(at)
  const [metadata, bytes] = starts.slice(0, 2).map((start, index) => {
    const part = body.subarray(start + boundary.length + 2, (starts[index + 1] ?? 0) - 2)
    return part.subarray(part.indexOf('\r\n\r\n') + 4)
  })
  return [JSON.parse(metadata?.toString() ?? '{}') as Partial<Stored>, Buffer.from(bytes ?? [])]
}

async function refuse(response: ServerResponse, [status, reason]: readonly [number, string]): Promise<void> {
  json(response, { error: { code: status, message: reason, errors: [{ domain: 'global', reason, message: reason }] } }, status)
}

function json(response: ServerResponse, content: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(content))
}

function sendBytes(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': bytes.length - start }).end(bytes.subarray(start))
}
