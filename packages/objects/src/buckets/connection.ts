import { readFileSync } from 'node:fs'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { RepriseError } from '@reprise/protocol'
import type { BucketSettings, WriteSettings } from './bucket.ts'
import type { BucketPlace } from './bucket-place.ts'
import { toBucketError } from './bucket-error.ts'

const SOCKETS = 64
const CONNECT_TIMEOUT = 10_000
const IDLE_TIMEOUT = 60_000
const TRIES = 4
/** What AWS's tools take where nobody says; services other than AWS take any. */
const REGION = 'us-east-1'

/** A client of one bucket. */
export interface Connection {
  readonly client: S3Client
  readonly place: BucketPlace
  readonly url: string
  readonly write: { readonly ServerSideEncryption?: 'AES256'; readonly SSEKMSKeyId?: string; readonly ACL?: 'private' }
  /** The key in the bucket. */
  keyOf(path: string): string
  /** Rejects with what an error means for the user. */
  attempt<T>(what: string, work: Promise<T>): Promise<T>
}

export async function connect(place: BucketPlace, settings: BucketSettings): Promise<Connection> {
  const endpoint = settings.endpoint === undefined ? undefined : checkEndpoint(settings.endpoint)
  const config = toConfig(settings, endpoint)
  const client = await withRegion(config, settings.region)
  const url = `s3://${place.bucket}${place.prefix === '' ? '' : `/${place.prefix}`}`
  const keyOf = (path: string): string => (place.prefix === '' ? path : path === '' ? `${place.prefix}/` : `${place.prefix}/${path}`)
  return {
    client,
    place,
    url,
    write: toWrite(settings.write),
    keyOf,
    attempt: async (what, work) => {
      try {
        return await work
      } catch (error) {
        throw toBucketError(error, { what, bucket: place.bucket, endpoint })
      }
    },
  }
}

function toConfig(settings: BucketSettings, endpoint: string | undefined): S3ClientConfig {
  const { accessKeyId, secretAccessKey, sessionToken, profile, sockets = SOCKETS } = settings
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'Of the access key and its secret only one is given.')
  }
  const tls =
    typeof settings.verifyTls === 'string' ? { ca: readFileSync(settings.verifyTls) } : { rejectUnauthorized: settings.verifyTls !== false }
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: settings.pathStyle ?? endpoint !== undefined,
    ...(profile === undefined ? {} : { profile }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } }),
    ...(settings.isAnonymous === true
      ? { credentials: { accessKeyId: '', secretAccessKey: '' }, signer: { sign: async (request) => request } }
      : {}),
    maxAttempts: TRIES,
    // Checksums are sent where they say more than the signature does; services that are not AWS do not know all kinds of them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: settings.connectTimeout ?? CONNECT_TIMEOUT,
      socketTimeout: settings.idleTimeout ?? IDLE_TIMEOUT,
      // Whoever starts more requests than there are sockets means to wait.
      socketAcquisitionWarningTimeout: 2 ** 31 - 1,
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: sockets }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: sockets, ...tls }),
    },
  }
}

/** The region that is given or that AWS's settings name; else the one that is always there. */
async function withRegion(config: S3ClientConfig, region: string | undefined): Promise<S3Client> {
  if (region !== undefined) return new S3Client({ ...config, region })
  const client = new S3Client(config)
  const isNamed = await client.config.region().then(
    () => true,
    () => false,
  )
  if (isNamed) return client
  client.destroy()
  return new S3Client({ ...config, region: REGION, followRegionRedirects: true })
}

function checkEndpoint(endpoint: string): string {
  const url = URL.parse(endpoint)
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '') return endpoint.replace(/\/+$/, '')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(endpoint)} is no endpoint of S3.`, {
    hint: 'Write http://host:port or https://host.',
  })
}

function toWrite({ encryption, encryptionKey, acl }: WriteSettings = {}): Connection['write'] {
  // The service knows which values there are, and says so.
  return {
    ...(encryption === undefined ? {} : { ServerSideEncryption: encryption as 'AES256' }),
    ...(encryptionKey === undefined ? {} : { SSEKMSKeyId: encryptionKey }),
    ...(acl === undefined ? {} : { ACL: acl as 'private' }),
  }
}
