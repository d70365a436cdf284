import { createHash, hash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ObjectHead, WriteSettings } from '../bucket.ts'
import { signRequest, toPathText, toQueryText } from '../signing/index.ts'
import { exchange, hostOf, type HttpMessage, type Target, type Wire } from './exchange.ts'
import { parseListedPage } from './listed-page.ts'
import type { ObjectRequests } from './object-requests.ts'
import { pauseBefore } from './pause-before.ts'
import { readText } from './read-text.ts'
import { ServiceError, toServiceError } from './service-error.ts'
import { wholeSha256 } from './whole-sha256.ts'

const NOTHING = hash('sha256', '')
/** Milliseconds by which services let clocks differ; beyond, theirs is taken. */
const SKEW = 240_000

interface Asked {
  readonly method: 'GET' | 'HEAD' | 'PUT'
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface OwnOptions {
  readonly target: Target
  readonly wire: Wire
  readonly write: WriteSettings
}

/** The requests signed and sent by ourselves, over connections that stay open. */
export function createOwnRequests({ target: first, wire, write }: OwnOptions): ObjectRequests {
  let target = first
  let skew = 0

  /** Sends a request until it is answered with what is no failure, or one that stays. `read` belongs to it: an answer that breaks off is asked for again. */
  const send = async <T>(asked: Asked, read: (answer: IncomingMessage) => Promise<T> | T): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const used = target
      try {
        const answer = await exchange(wire, used, await toMessage(used, asked, new Date(Date.now() + skew)))
        const { statusCode = 0 } = answer
        if (statusCode >= 200 && statusCode < 300) return await read(answer)
        throw await toServiceError(answer)
      } catch (error) {
        if (error instanceof ServiceError) {
          if (error.name === 'RequestTimeTooSkewed') skew = skewOf(error, skew)
          if (used.moveTo !== undefined && error.region !== undefined && error.region !== used.region) {
            if (target === used) target = await used.moveTo(error.region)
            continue
          }
        }
        const pause = pauseBefore(error, attempt)
        if (pause === undefined) throw error
        await sleep(pause)
      }
    }
  }

  return {
    head: (key) => send({ method: 'HEAD', key, headers: { 'x-amz-checksum-mode': 'ENABLED' } }, (answer) => toHead(answer.resume())),
    get: (key, { range, etag }) =>
      send(
        {
          method: 'GET',
          key,
          headers: {
            ...(range === undefined ? {} : { range: `bytes=${range[0]}-${range[1]}` }),
            ...(etag === undefined ? {} : { 'if-match': etag }),
          },
        },
        (answer) => ({ head: toHead(answer), body: answer }),
      ),
    put: async (key, bytes, { md5 }) => {
      const digest: Record<string, string> =
        md5 === undefined
          ? { 'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64') }
          : { 'content-md5': Buffer.from(md5, 'hex').toString('base64') }
      await send({ method: 'PUT', key, headers: { ...digest, ...toWriteHeaders(write) }, body: bytes }, (answer) => void answer.resume())
    },
    page: ({ prefix, isFolded, pageSize, token }) =>
      send(
        {
          method: 'GET',
          key: '',
          query: {
            'list-type': '2',
            prefix,
            // Keys that do not fit in XML are asked for encoded.
            'encoding-type': 'url',
            ...(isFolded ? { delimiter: '/' } : {}),
            ...(pageSize === undefined ? {} : { 'max-keys': String(pageSize) }),
            ...(token === undefined ? {} : { 'continuation-token': token }),
          },
        },
        async (answer) => parseListedPage(await readText(answer)),
      ),
    close: () => {
      wire.agents.http.destroy()
      wire.agents.https.destroy()
    },
  }
}

async function toMessage(target: Target, { method, key, query = {}, headers = {}, body }: Asked, now: Date): Promise<HttpMessage> {
  const path = `${target.basePath}/${toPathText(key)}`
  const queryText = toQueryText(query)
  const plain = { ...headers, host: hostOf(target) }
  const credentials = await target.credentials?.()
  // Over TLS nobody changes the body on its way, and the service compares it with its digest.
  const payload = body === undefined ? NOTHING : target.isSecure ? 'UNSIGNED-PAYLOAD' : createHash('sha256').update(body).digest('hex')
  const signed =
    credentials === undefined
      ? plain
      : signRequest({ method, path, query: queryText, headers: plain, payload }, { credentials, region: target.region, now })
  return {
    method,
    path: queryText === '' ? path : `${path}?${queryText}`,
    headers: [...Object.entries(signed).flat(), ...(body === undefined ? [] : ['content-length', String(body.length)])],
    body,
  }
}

function toHead({ headers }: IncomingMessage): ObjectHead {
  const text = (name: string): string | undefined => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    size: Number(headers['content-length'] ?? 0),
    modified: Date.parse(headers['last-modified'] ?? '') || 0,
    etag: headers.etag ?? '',
    sha256: wholeSha256(text('x-amz-checksum-sha256'), text('x-amz-checksum-type')),
  }
}

function toWriteHeaders({ encryption, encryptionKey, acl }: WriteSettings): Record<string, string> {
  return {
    ...(encryption === undefined ? {} : { 'x-amz-server-side-encryption': encryption }),
    ...(encryptionKey === undefined ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': encryptionKey }),
    ...(acl === undefined ? {} : { 'x-amz-acl': acl }),
  }
}

function skewOf({ date }: ServiceError, before: number): number {
  const skew = date === undefined || Number.isNaN(date) ? before : date - Date.now()
  return Math.abs(skew) > SKEW ? skew : before
}
