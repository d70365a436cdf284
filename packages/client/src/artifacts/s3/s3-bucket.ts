import type { Method } from '@reprise/protocol'
import { createHttpTransport } from '../../transport/http-transport.ts'
import { type RetryPolicy, withRetries } from '../../transport/retries.ts'
import { readWhole, type TransportRequest, type TransportStream } from '../../transport/transport.ts'
import { errorOfS3 } from './s3-error.ts'
import { encodeText, type S3Credentials, signS3Request, toQuery } from './sign-request.ts'

/** How artifacts at `s3://…` are reached: past the tracking server, by the keys of whoever runs the program. */
export interface S3Access extends S3Credentials {
  /** Default `us-east-1`. */
  readonly region?: string | undefined
  /** Of a service that speaks S3, such as `http://127.0.0.1:9000`. Default: AWS. */
  readonly endpoint?: string | undefined
}

export interface S3Transfer {
  readonly retries: RetryPolicy
  readonly fetch?: typeof fetch | undefined
  readonly timeout?: number | undefined
}

/** What is asked of a bucket. */
export interface BucketRequest {
  readonly method: Method
  /** Empty for the bucket itself. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly body?: Uint8Array<ArrayBuffer> | undefined
  readonly signal?: AbortSignal | undefined
  /** For messages: `The upload of a.txt`. */
  readonly asked: string
}

export interface BucketAnswer {
  readonly headers: Headers
  readonly text: string
}

export interface S3Bucket {
  send(request: BucketRequest): Promise<BucketAnswer>
  open(request: BucketRequest): Promise<ReadableStream<Uint8Array>>
}

/** One bucket, addressed by path: that works with every service, and with names that have dots. Rejects with what the service says. */
export function openS3Bucket(bucket: string, access: S3Access, transfer: S3Transfer): S3Bucket {
  const { region = 'us-east-1', endpoint = `https://s3.${region}.amazonaws.com` } = access
  const transport = withRetries(createHttpTransport({ url: endpoint, fetch: transfer.fetch, timeout: transfer.timeout }), transfer.retries)
  const base = new URL(transport.url)
  const sign = async ({ method, key, query = {}, body = new Uint8Array(), signal }: BucketRequest): Promise<TransportRequest> => {
    const path = `/${[bucket, ...(key === '' ? [] : key.split('/'))].map(encodeText).join('/')}`
    const signed = { method, path: base.pathname.replace(/\/$/, '') + path, query, host: base.host, body }
    const headers = await signS3Request(signed, { credentials: access, region, now: new Date() })
    // Query and path are sent as they were signed. A Blob has no time limit: large pieces take as long as they take.
    const target = Object.keys(query).length === 0 ? path : `${path}?${toQuery(query)}`
    return {
      method,
      path: target,
      headers,
      signal,
      repeatable: true,
      ...(body.length === 0 && method !== 'PUT' ? {} : { body: new Blob([body]) }),
    }
  }
  return {
    send: async (request) => {
      const answer = await transport.send(await sign(request))
      throwIfError(answer, request.asked)
      return { headers: answer.headers, text: new TextDecoder().decode(answer.body) }
    },
    open: async (request) => {
      const answer: TransportStream = await transport.open(await sign(request))
      if (answer.status !== 200) throwIfError({ status: answer.status, body: await readWhole(answer.body) }, request.asked)
      return answer.body
    },
  }
}

function throwIfError(answer: { readonly status: number; readonly body: Uint8Array }, asked: string): void {
  const error = errorOfS3(answer, asked)
  if (error !== undefined) throw error
}
