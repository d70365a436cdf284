import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is done to bodies and answers on their way; counted from 1 for each kind of fault. */
export type Fault =
  | 'none'
  /** The connection breaks in the middle of a body. */
  | 'cut'
  /** A body that is shorter, and says so. */
  | 'short'
  /** Other bytes, as many. */
  | 'wrong'
  /** An error of the server, each time. */
  | 'error'
  /** An error of the server for the first requests, as when it is overloaded. */
  | 'errors at first'
  /** The connection breaks before an answer, each time. */
  | 'reset'
  /** Bodies come in small pieces. */
  | 'slow'

/** A server that lies about the objects of another one, which it stands for. */
export interface LyingServer extends AsyncDisposable {
  readonly url: string
  fault: Fault
}

export async function startLyingServer(answer: (asked: IncomingMessage, body: Buffer) => Promise<Answer>): Promise<LyingServer> {
  let fault: Fault = 'none'
  let left = 0
  const server = createServer((asked, response) => {
    void handle(asked, response).catch(() => response.destroy())
  })
  const handle = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(asked)
    const isObject = /files.+md5.+[0-9a-f]{30}/.test(asked.url ?? '') && asked.method !== 'HEAD'
    const now = isObject ? fault : 'none'
    if (now === 'reset') return void response.destroy()
    if (now === 'error' || (now === 'errors at first' && left-- > 0)) return void response.writeHead(503).end('busy')
    const { status, headers, bytes } = await answer(asked, body)
    const isBody = asked.method === 'GET' && status === 200
    await send(response, { status, headers, bytes }, { fault: isBody ? now : 'none', isHead: asked.method === 'HEAD' })
  }
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
      left = 2
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly bytes: Buffer
}

async function send(
  response: ServerResponse,
  { status, headers, bytes }: Answer,
  { fault, isHead }: { fault: Fault; isHead: boolean },
): Promise<void> {
  const { 'transfer-encoding': _, ...kept } = headers
  const told =
    fault === 'short' ? bytes.subarray(0, bytes.length >> 1) : fault === 'wrong' ? Buffer.from(bytes.map((byte) => byte ^ 1)) : bytes
  // The answer to HEAD tells of a body that does not come.
  const length = isHead ? headers['content-length'] : String(told.length)
  response.writeHead(status, { ...kept, 'content-length': length } as Record<string, string>)
  if (fault === 'cut') {
    response.write(told.subarray(0, told.length >> 1))
    await new Promise((resolve) => setTimeout(resolve, 20))
    response.destroy()
    return
  }
  if (fault === 'slow') {
    const piece = Math.ceil(told.length / 8)
    for (let at = 0; at < told.length; at += piece) {
      response.write(told.subarray(at, at + piece))
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    response.end()
    return
  }
  response.end(told)
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Answers what a server at another URL does; signatures stay right, since the name of the host is passed on. */
export function passOn(url: string): (asked: IncomingMessage, body: Buffer) => Promise<Answer> {
  const { hostname, port } = new URL(url)
  return (asked, body) =>
    new Promise((resolve, reject) => {
      const options = { hostname, port, path: asked.url, method: asked.method, headers: asked.headers, agent: false }
      const passed = request(options, (got) => {
        readAll(got).then((bytes) => resolve({ status: got.statusCode ?? 502, headers: got.headers, bytes }), reject)
      })
      passed.on('error', reject)
      passed.end(body)
    })
}

/** A server of files in memory, as DVC's HTTP remotes want it. */
export function createFileAnswers(): (asked: IncomingMessage, body: Buffer) => Promise<Answer> {
  const files = new Map<string, Buffer>()
  return async ({ method, url = '' }, body) => {
    if (method === 'POST') files.set(url, body)
    const found = files.get(url)
    const bytes = method === 'GET' ? (found ?? Buffer.alloc(0)) : Buffer.alloc(0)
    return { status: found === undefined ? 404 : 200, headers: { 'content-length': String(found?.length ?? 0) }, bytes }
  }
}
