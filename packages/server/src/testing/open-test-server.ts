import { mkdtemp, rm } from 'node:fs/promises'
import { request as sendRequest, type OutgoingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openArtifactStore } from '@reprise/objects'
import { openStore } from '@reprise/storage'
import { pino } from 'pino'
import { createServer } from '../create-server.ts'
import type { ServerParts } from '../parts.ts'

export interface Asked {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Uint8Array
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** As they came, compressed or not. */
  readonly bytes: Buffer
  readonly text: string
  /** The body as JSON; tests know what they asked for. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
}

export interface TestServer {
  readonly url: string
  readonly parts: ServerParts
  /** Sends exactly this, path included: nothing is normalised on the way. */
  ask(path: string, asked?: Asked): Promise<Answered>
  /** POSTs JSON to an operation of MLflow's API. */
  post(path: string, body: unknown, headers?: OutgoingHttpHeaders): Promise<Answered>
  close(): Promise<void>
}

/** A server on a free port, over a real store and a real artifact folder that go with it. */
export async function openTestServer(options: Partial<ServerParts> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'reprise-server-'))
  const store = await openStore(join(folder, 'runs.db'), { artifactRoot: 'mlflow-artifacts:' })
  const artifacts = await openArtifactStore(join(folder, 'artifacts'))
  const parts: ServerParts = { store, artifacts, log: pino({ level: 'silent' }), version: '1.2.3', ...options }
  const server = await createServer(parts).listen({ port: 0 })
  const ask = (path: string, asked: Asked = {}): Promise<Answered> => send(server.url, path, asked)
  return {
    url: server.url,
    parts,
    ask,
    post: (path, body, headers = {}) =>
      ask(`/api/2.0/mlflow${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    close: async () => {
      await server.close()
      await store.close()
      // Threads that read let go of the file in their own time.
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}

function send(url: string, path: string, { method = 'GET', headers = {}, body }: Asked): Promise<Answered> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = sendRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          text,
          get json() {
            return JSON.parse(text) as unknown
          },
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
