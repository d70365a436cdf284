import { createReadStream, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type Bucket, type BucketSettings, openBucket, parseBucketPlace } from '@reprise/objects/buckets'
import type { RemoteFile } from '@reprise/objects/remote-folders'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../../config/index.ts'
import { toFileError } from '../../paths/index.ts'
import { readAwsCredentials } from '../aws-credentials.ts'
import { receiveBytes, receiveFile } from '../receive-file.ts'
import type { RemoteOptions, RemoteStore, SentFile } from '../remote-store.ts'
import { numberOf, refuseOptions, textOf } from '../settings.ts'
import type { SourceFolder } from '../source-folder.ts'

/** Bytes up to which a file is sent in one request, with its digest. */
const WHOLE = 16 * 1024 * 1024
const PIECE = 1024 * 1024
/** Bytes up to which a file is read or written at once: handing it to another thread takes several times as long. */
const SMALL = 128 * 1024
/** Small requests wait for the service more than they work, so many are under way. */
const JOBS = 96

/** Objects in a bucket of S3, named as in a folder. */
export async function openS3Remote(url: string, settings: Settings, options: RemoteOptions): Promise<RemoteStore> {
  const jobs = options.jobs ?? numberOf(settings, 'jobs') ?? JOBS
  const bucket = await openBucket(parseBucketPlace(url), { ...(await readBucketSettings(settings, options)), sockets: jobs + 4 })
  // Of a bucket that is not there, too, it is said that the object is not: so it is looked at before that is believed.
  let isThere: Promise<void> | undefined
  return {
    url,
    jobs,
    has: async (path) => {
      if ((await bucket.head(path)) !== undefined) return true
      await (isThere ??= assertBucket(bucket))
      return false
    },
    list: (prefix) => listKeys(bucket, prefix),
    get: async (path, target) => {
      const object = await bucket.open(path)
      if (object === undefined) return undefined
      return object.size <= SMALL ? receiveBytes(await object.bytes(), target) : receiveFile(object.read(), target)
    },
    put: (path, source) => putFile(bucket, path, source),
    remove: (paths) => bucket.delete(paths),
    async [Symbol.asyncDispose]() {
      bucket.close()
    },
  }
}

/** The same bucket, to read from it what others have put there. */
export async function openS3Source(url: string, settings: Settings, options: RemoteOptions): Promise<SourceFolder> {
  const bucket = await openBucket(parseBucketPlace(url), await readBucketSettings(settings, options))
  const toFile = (path: string, { size, etag }: { readonly size: number; readonly etag: string }): RemoteFile => ({
    path,
    size,
    etag: etag.replaceAll('"', ''),
  })
  return {
    url,
    jobs: options.jobs ?? numberOf(settings, 'jobs') ?? JOBS,
    stat: async (path) => {
      const head = await bucket.head(path)
      return head === undefined ? undefined : toFile(path, head)
    },
    open: async (path) => {
      const object = await bucket.open(path)
      return object === undefined ? undefined : { ...toFile(path, object), read: () => object.read(), close: () => object.close() }
    },
    list: async function* (prefix) {
      for await (const { objects } of bucket.list(prefix)) yield objects.map(({ key, size }) => ({ path: key, size }))
    },
    close: async () => bucket.close(),
  }
}

async function assertBucket(bucket: Bucket): Promise<void> {
  for await (const _page of bucket.list('', { pageSize: 1 })) return
}

async function* listKeys(bucket: Bucket, prefix: string): AsyncGenerator<readonly string[]> {
  for await (const { objects } of bucket.list(prefix)) yield objects.map(({ key }) => key)
}

async function putFile(bucket: Bucket, path: string, { file, size, md5 }: SentFile): Promise<void> {
  if (size > WHOLE) return bucket.putStream(path, createReadStream(file, { highWaterMark: PIECE }), size)
  const bytes = await readWhole(file, size)
  return bucket.putBytes(path, bytes, md5 === undefined ? {} : { md5 })
}

async function readWhole(file: string, size: number): Promise<Uint8Array> {
  try {
    return size <= SMALL ? readFileSync(file) : await readFile(file)
  } catch (error) {
    throw toFileError(error, file)
  }
}

/** Options of DVC that have a meaning we do not give them are refused: data that lie open or in the wrong place are worse than none. */
const UNSUPPORTED = [
  'configpath',
  'sse_customer_algorithm',
  'sse_customer_key',
  'grant_read',
  'grant_read_acp',
  'grant_write_acp',
  'grant_full_control',
]

async function readBucketSettings(settings: Settings, { s3Endpoint, environment = {} }: RemoteOptions): Promise<BucketSettings> {
  refuseOptions(settings, UNSUPPORTED)
  const profile = textOf(settings, 'profile')
  const file = textOf(settings, 'credentialpath')
  const seconds = (name: string): number | undefined => {
    const value = numberOf(settings, name)
    return value === undefined ? undefined : value * 1_000
  }
  const keys = {
    accessKeyId: textOf(settings, 'access_key_id'),
    secretAccessKey: textOf(settings, 'secret_access_key'),
    sessionToken: textOf(settings, 'session_token'),
  }
  const verify = settings.get('ssl_verify')
  return {
    endpoint: withProtocol(textOf(settings, 'endpointurl') ?? s3Endpoint, settings.get('use_ssl') !== false),
    // DVC goes by the second of these variables, AWS's SDK for Node.js by the first.
    region: textOf(settings, 'region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
    ...(keys.accessKeyId === undefined && file !== undefined ? await readAwsCredentials(file, profile ?? 'default') : { ...keys, profile }),
    isAnonymous: settings.get('allow_anonymous_login') === true,
    verifyTls: typeof verify === 'string' || typeof verify === 'boolean' ? verify : undefined,
    connectTimeout: seconds('connect_timeout'),
    idleTimeout: seconds('read_timeout'),
    write: { encryption: textOf(settings, 'sse'), encryptionKey: textOf(settings, 'sse_kms_key_id'), acl: textOf(settings, 'acl') },
  }
}

function withProtocol(endpoint: string | undefined, isSecure: boolean): string | undefined {
  if (endpoint === undefined || endpoint.includes('://')) return endpoint
  if (endpoint === '') throw new RepriseError('INVALID_PARAMETER_VALUE', 'The endpointurl of the remote is empty.')
  return `${isSecure ? 'https' : 'http'}://${endpoint}`
}
