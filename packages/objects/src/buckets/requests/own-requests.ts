import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpAnswer, HttpClient, HttpMessage } from '../../http/index.ts'
import type { ObjectHead, WriteSettings } from '../bucket.ts'
import { signRequest, toPathText, toQueryText } from '../signing/index.ts'
import { parseListedPage } from './listed-page.ts'
import type { ObjectRequests } from './object-requests.ts'
import { pauseBefore } from './pause-before.ts'
import { ServiceError, toServiceError } from './service-error.ts'
import { hostOf, type Target } from './target.ts'
import { wholeSha256 } from './whole-sha256.ts'

const NOTHING = hash('sha256', '')
/** Milliseconds by which services let clocks differ; beyond, theirs is taken. */
const SKEW = 240_000
/** Bytes of a page of a thousand keys of a thousand bytes, encoded, and what else there is to say of them. */
const LARGEST = 16 * 1024 * 1024

interface Asked {
  readonly method: 'GET' | 'HEAD' | 'PUT'
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface OwnOptions {
  readonly target: Target
  readonly http: HttpClient
  readonly write: WriteSettings
}

/** The requests signed and sent by ourselves, over connections that stay open. */
export function createOwnRequests({ target: first, http, write }: OwnOptions): ObjectRequests {
  let target = first
  let skew = 0

  /** Sends a request until it is answered with what is no failure, or one that stays. `read` belongs to it: an answer that breaks off is asked for again. */
  const send = async <T>(asked: Asked, read: (answer: HttpAnswer) => Promise<T> | T): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const used = target
      try {
        const answer = await http.send(used, await toMessage(used, asked, new Date(Date.now() + skew)))
        if (answer.status >= 200 && answer.status < 300) return await read(answer)
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
    head: (key) => send({ method: 'HEAD', key, headers: { 'x-amz-checksum-mode': 'ENABLED' } }, toHead),
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
          ? { 'x-amz-checksum-sha256': hash('sha256', bytes, 'base64') }
          : { 'content-md5': Buffer.from(md5, 'hex').toString('base64') }
      await send(
        { method: 'PUT', key, headers: { ...digest, ...toWriteHeaders(write) }, body: bytes },
        (answer) => void answer.collect(LARGEST),
      )
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
        async (answer) => parseListedPage((await answer.bytes(LARGEST)).toString('utf8')),
      ),
    close: () => http.close(),
  }
}

async function toMessage(target: Target, { method, key, query = {}, headers = {}, body }: Asked, now: Date): Promise<HttpMessage> {
  const path = `${target.basePath}/${toPathText(key)}`
  const queryText = toQueryText(query)
  const plain = { ...headers, host: hostOf(target) }
  const credentials = await target.credentials?.()
  // Over TLS nobody changes the body on its way, and the service compares it with its digest.
  const payload = body === undefined ? NOTHING : target.isSecure ? 'UNSIGNED-PAYLOAD' : hash('sha256', body)
  const signed =
    credentials === undefined
      ? plain
      : signRequest({ method, path, query: queryText, headers: plain, payload }, { credentials, region: target.region, now })
  return {
    method,
    path: queryText === '' ? path : `${path}?${queryText}`,
    headers: signed,
    body,
  }
}

function toHead({ headers }: HttpAnswer): ObjectHead {
  return {
    size: Number(headers.get('content-length') ?? 0),
    modified: Date.parse(headers.get('last-modified') ?? '') || 0,
    etag: headers.get('etag') ?? '',
    sha256: wholeSha256(headers.get('x-amz-checksum-sha256'), headers.get('x-amz-checksum-type')),
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
