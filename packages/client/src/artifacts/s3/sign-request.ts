/** Keys of a service, and of a session that ends. */
export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface S3Request {
  readonly method: string
  /** Percent-encoded, as it is sent. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly host: string
  readonly body: Uint8Array<ArrayBuffer>
}

export interface SigningContext {
  readonly credentials: S3Credentials
  readonly region: string
  readonly now: Date
}

const ALGORITHM = 'AWS4-HMAC-SHA256'

/** The headers that sign a request for S3, by AWS's Signature Version 4; with WebCrypto, so that it works in browsers, too. `host` is for fetch to send. */
export async function signS3Request(request: S3Request, { credentials, region, now }: SigningContext): Promise<Record<string, string>> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const headers = {
    'x-amz-content-sha256': await digestOf(request.body),
    'x-amz-date': time,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  }
  const lines = Object.entries({ host: request.host, ...headers }).map(([name, value]) => `${name}:${value}\n`)
  const names = ['host', ...Object.keys(headers)].join(';')
  const canonical = [request.method, request.path, toQuery(request.query), lines.join(''), names, headers['x-amz-content-sha256']].join(
    '\n',
  )
  const scope = [day, region, 's3', 'aws4_request']
  const text = [ALGORITHM, time, scope.join('/'), await digestOf(encode(canonical))].join('\n')
  let key = encode(`AWS4${secretAccessKey}`)
  for (const part of scope) key = await authenticate(key, part)
  const signature = toHex(await authenticate(key, text))
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

/** A query as it is sent and signed: sorted, and with everything encoded but letters, digits and `-._~`. */
export function toQuery(values: Readonly<Record<string, string>>): string {
  const names = Object.keys(values).toSorted()
  return names.map((name) => `${encodeText(name)}=${encodeText(values[name] ?? '')}`).join('&')
}

export function encodeText(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

async function authenticate(secret: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text)))
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
