import { createHmac, hash } from 'node:crypto'

/** Keys of a service, and of a session that ends. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface UnsignedRequest {
  readonly method: string
  /** As it is sent: by {@link toPathText}. */
  readonly path: string
  /** As it is sent, without the question mark: by {@link toQueryText}. */
  readonly query: string
  /** Names in small letters. `host` has to be among them. All of them are signed. */
  readonly headers: Readonly<Record<string, string>>
  /** The SHA-256 of the body in hexadecimal, or `UNSIGNED-PAYLOAD`. */
  readonly payload: string
}

export interface Signing {
  readonly credentials: Credentials
  readonly region: string
  readonly now: Date
}

const ALGORITHM = 'AWS4-HMAC-SHA256'
const SERVICE = 's3'
/** What is sent as it is. */
const plain = /^[A-Za-z0-9._~/-]*$/

/**
 * The headers of a request to S3 with AWS's Signature Version 4 in the header: those that are given, and `x-amz-date`, `x-amz-content-sha256`,
 * `x-amz-security-token` and `authorization`. Paths are signed as they are sent, which S3 alone does.
 */
export function signRequest(request: UnsignedRequest, { credentials, region, now }: Signing): Record<string, string> {
  const date = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const headers: Record<string, string> = { ...request.headers, 'x-amz-content-sha256': request.payload, 'x-amz-date': date }
  if (sessionToken !== undefined) headers['x-amz-security-token'] = sessionToken
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`).join('')
  const signed = names.join(';')
  const canonical = `${request.method}\n${request.path}\n${request.query}\n${lines}\n${signed}\n${request.payload}`
  const day = date.slice(0, 8)
  const scope = `${day}/${region}/${SERVICE}/aws4_request`
  const text = `${ALGORITHM}\n${date}\n${scope}\n${hash('sha256', canonical, 'hex')}`
  const signature = createHmac('sha256', signingKey(secretAccessKey, day, region))
    .update(text)
    .digest('hex')
  headers['authorization'] = `${ALGORITHM} Credential=${accessKeyId}/${scope},SignedHeaders=${signed},Signature=${signature}`
  return headers
}

/** The path of a key as it is sent and signed: everything but letters, digits and `-._~/` encoded. */
export function toPathText(key: string): string {
  if (plain.test(key)) return key
  return key.split('/').map(encode).join('/')
}

/** A query as it is sent and signed: in the order of its names. */
export function toQueryText(values: Readonly<Record<string, string>>): string {
  return Object.keys(values)
    .sort()
    .map((name) => `${encode(name)}=${encode(values[name] ?? '')}`)
    .join('&')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

let latest: { readonly secret: string; readonly scope: string; readonly key: Buffer } | undefined

/** The key of a day: four digests that are the same for all requests of it. */
function signingKey(secret: string, day: string, region: string): Buffer {
  const scope = `${day}/${region}`
  if (latest?.secret === secret && latest.scope === scope) return latest.key
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const key = mac(mac(mac(mac(`AWS4${secret}`, day), region), SERVICE), 'aws4_request')
  latest = { secret, scope, key }
  return key
}
