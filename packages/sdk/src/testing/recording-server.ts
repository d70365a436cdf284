import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMemoryTracking } from './memory-tracking.ts'

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string
  /** Without the prefix of the API: `runs/log-batch`, `artifacts/0/<run>/artifacts/a.txt`. */
  readonly path: string
  readonly key: string | undefined
  readonly authorization: string | undefined
  readonly body: Buffer
}

type Interference = number | 'hang' | 'drop' | undefined

export interface RecordingServer {
  readonly url: string
  readonly port: number
  readonly requests: readonly RecordedRequest[]
  /** Requests of one path, with their JSON bodies. */
  bodies(path: string): Record<string, unknown>[]
  /** Answers with this status instead, while the function returns one. */
  interfere: ((request: RecordedRequest) => Interference | Promise<Interference>) | undefined
  readonly state: ReturnType<typeof createMemoryTracking>
  close(): Promise<void>
}

const prefix = /^\/api\/2\.0\/mlflow(?:-artifacts)?\//

/**
 * A tracking server that remembers every request and keeps runs in memory, with the rules that matter to a client: each
 * idempotency key counts once, params do not change. `state` survives a restart, as a database does.
 */
export async function startRecordingServer({ port = 0, state = createMemoryTracking() } = {}): Promise<RecordingServer> {
  const requests: RecordedRequest[] = []
  const http = createServer((request, response) => void answer(request, response))
  const server: RecordingServer = {
    url: '',
    port: 0,
    requests,
    state,
    interfere: undefined,
    bodies: (path) =>
      requests.filter((request) => request.path === path).map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>),
    close: () => close(http),
  }
  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message).catch(() => undefined)
    if (request === undefined) return
    requests.push(request)
    const instead = await server.interfere?.(request)
    if (instead === 'hang') return
    if (instead === 'drop') return void message.socket.destroy()
    const { status, json } = typeof instead === 'number' ? { status: instead, json: {} } : state.handle(request)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(json instanceof Buffer ? json : JSON.stringify(json))
  }
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const { port: taken } = http.address() as AddressInfo
  return Object.assign(server, { port: taken, url: `http://127.0.0.1:${taken}` })
}

async function readRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return {
    method: message.method ?? '',
    path: (message.url ?? '').replace(prefix, ''),
    key: message.headers['idempotency-key'] as string | undefined,
    authorization: message.headers.authorization,
    body: Buffer.concat(chunks),
  }
}

function close(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}
