import type { Bucket, StorageOptions } from '@google-cloud/storage'
import { importOptional } from '../optional-library.ts'
import { isMissing, toGsError } from './errors.ts'
import { readCredentials } from '../google-credentials.ts'
import type { GsSettings } from './settings.ts'

const RETRIES = 2
const LONGEST_PAUSE = 10
const TOTAL = 60
/** Google's own. With the slash, the library takes it for another one's, and sends no credentials. */
const ANONYMOUS = 'https://storage.googleapis.com/'

export interface Gs {
  readonly bucket: Bucket
  /** `gs://bucket/prefix`. */
  readonly url: string
  nameOf(path: string): string
  /** Headers that say who asks. */
  authorize(url: string): Promise<Record<string, string>>
  /** Rejects where there is no bucket: of one that is missing it is said that its objects are not there. Asks once. */
  assertBucket(): Promise<void>
}

export async function connectGs(settings: GsSettings): Promise<Gs> {
  const { bucket: name, prefix, credentialFile } = settings
  const { IdempotencyStrategy, Storage } = await importOptional('@google-cloud/storage', () => import('@google-cloud/storage'))
  const storage = new Storage({
    ...toOptions(settings),
    // Whatever is written is written with all of its bytes, so that doing it again does no harm.
    retryOptions: {
      autoRetry: true,
      maxRetries: RETRIES,
      maxRetryDelay: LONGEST_PAUSE,
      totalTimeout: TOTAL,
      idempotencyStrategy: IdempotencyStrategy.RetryAlways,
    },
  })
  // As an option of the library it is told of as old-fashioned, with every command.
  if (credentialFile !== undefined && settings.isAnonymous !== true) storage.authClient.jsonContent = await readCredentials(credentialFile)
  const bucket = storage.bucket(name)
  const url = `gs://${name}${prefix === '' ? '' : `/${prefix}`}`
  let isThere: Promise<void> | undefined
  const look = async (): Promise<void> => {
    try {
      await bucket.getFiles({ maxResults: 1, autoPaginate: false })
    } catch (error) {
      // Whoever may read and not list is told nothing.
      if (isMissing(error)) throw toGsError(error, { what: `${url} can not be read`, bucket: name })
    }
  }
  return {
    bucket,
    url,
    nameOf: (path) => (prefix === '' ? path : `${prefix}/${path}`),
    authorize: async (asked) => {
      if (storage.customEndpoint && storage.useAuthWithCustomEndpoint !== true) return {}
      return Object.fromEntries(await storage.authClient.getRequestHeaders(asked))
    },
    assertBucket: () => (isThere ??= look()),
  }
}

function toOptions({ project, isAnonymous, endpoint }: GsSettings): StorageOptions {
  return {
    ...(project === undefined ? {} : { projectId: project }),
    ...(isAnonymous === true
      ? { apiEndpoint: endpoint ?? ANONYMOUS, useAuthWithCustomEndpoint: false }
      : endpoint === undefined
        ? {}
        : { apiEndpoint: endpoint, useAuthWithCustomEndpoint: true }),
  }
}
