import { request, type Agent } from 'node:http'
import type { Exchange } from '../corpus/scenario.ts'
import { substitutePath, toBuffers, type Variables } from './substitute.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface Target {
  /** Without a trailing slash. */
  readonly url: string
  readonly agent: Agent
}

const TIMEOUT_MS = 60_000

/**
 * Sends one exchange over `node:http`, because `fetch` would normalise the dots out of paths and choose content types.
 * Rejects when the server closes the connection without an answer.
 */
export function send(target: Target, exchange: Exchange, variables: Variables): Promise<Answer> {
  const base = new URL(target.url)
  const buffers = exchange.body ? toBuffers(exchange.body, variables) : []
  const headers: Record<string, string> = { ...exchange.headers }
  if (exchange.body && 'json' in exchange.body) headers['content-type'] ??= 'application/json'
  const chunked = exchange.body !== undefined && 'chunks' in exchange.body
  if (chunked) headers['transfer-encoding'] = 'chunked'
  else if (exchange.method !== 'GET' || buffers.length > 0)
    headers['content-length'] = String(buffers.reduce((sum, one) => sum + one.length, 0))

  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname: base.hostname,
        port: base.port,
        method: exchange.method,
        path: base.pathname.replace(/\/$/, '') + substitutePath(exchange.path, variables),
        headers,
        agent: target.agent,
        timeout: TIMEOUT_MS,
      },
      (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('error', reject)
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts) }))
      },
    )
    outgoing.on('error', reject)
    outgoing.on('timeout', () => outgoing.destroy(new Error(`No answer within ${TIMEOUT_MS} ms to ${exchange.method} ${exchange.path}.`)))
    for (const buffer of buffers) outgoing.write(buffer)
    outgoing.end()
  })
}
