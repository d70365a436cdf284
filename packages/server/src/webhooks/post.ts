import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { AddressRules } from './address-rules.ts'

/** What a receiver answered. */
export interface ReceiverAnswer {
  readonly status: number
  /** How the answer begins. */
  readonly body: string
  /** Milliseconds after which it wants to be asked again. */
  readonly retryAfter: number | undefined
}

export interface PostRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Bytes of an answer that are read: more than anybody looks at. */
const MOST_ANSWER_BYTES = 16_384

/** Sends a message. Redirects are answers like others. Rejects when there is no answer, or `signal` says to stop. */
export async function post(request: PostRequest, rules: AddressRules, signal: AbortSignal): Promise<ReceiverAnswer> {
  const url = new URL(request.url)
  rules.assertUrl(url)
  const body = Buffer.from(request.body, 'utf8')
  const options = {
    method: 'POST',
    agent: false as const,
    lookup: rules.lookup,
    signal,
    headers: { ...request.headers, 'content-type': 'application/json', 'content-length': body.byteLength },
  }
  const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options)
  try {
    const response = await answerTo(sent, body)
    return { status: response.statusCode ?? 0, body: await readBeginning(response, signal), retryAfter: readRetryAfter(response) }
  } finally {
    sent.destroy()
  }
}

function answerTo(sent: ClientRequest, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve)
    // Stays: an error that comes after the answer is nobody's business.
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The status is what counts: an answer that breaks off is as good as a whole one. */
async function readBeginning(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes >= MOST_ANSWER_BYTES || signal.aborted) break
    }
  } catch {
    // Told by what was read.
  }
  return Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString('utf8')
}

const MOST_WAIT = 3_600_000

function readRetryAfter(response: IncomingMessage): number | undefined {
  const text = response.headers['retry-after']
  if (text === undefined) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now()
  return Number.isFinite(wait) ? Math.min(MOST_WAIT, Math.max(0, wait)) : undefined
}
