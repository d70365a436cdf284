import { createReadStream, createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface FileServer extends AsyncDisposable {
  readonly url: string
  /** `METHOD path` of each request, and the headers of the last. */
  readonly asked: string[]
  readonly headers: () => IncomingMessage['headers']
  /** Statuses that the next requests are answered with. */
  readonly failures: number[]
}

/** A folder behind plain HTTP: HEAD, GET and POST or PUT. */
export async function startFileServer(folder: string): Promise<FileServer> {
  const asked: string[] = []
  const failures: number[] = []
  let headers: IncomingMessage['headers'] = {}
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    headers = request.headers
    const failure = failures.shift()
    if (failure !== undefined) response.writeHead(failure).end()
    else answer(folder, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    failures,
    headers: () => headers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = join(folder, decodeURIComponent(request.url ?? ''))
  if (request.method === 'POST' || request.method === 'PUT') {
    mkdirSync(dirname(path), { recursive: true })
    await pipeline(request, createWriteStream(path))
    response.end()
    return
  }
  if (!existsSync(path) || !statSync(path).isFile()) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-length': statSync(path).size })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(path), response)
}
