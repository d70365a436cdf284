import type { BucketSettings } from './bucket.ts'
import type { BucketPlace } from './bucket-place.ts'
import { toBucketError } from './bucket-error.ts'
import { checkSettings } from './check-settings.ts'
import { chooseRequests, type ObjectRequests } from './requests/index.ts'
import type { Sdk } from './sdk-client.ts'

/** A bucket and what speaks to it. */
export interface Connection {
  readonly place: BucketPlace
  readonly url: string
  /** AWS's SDK, which is loaded when it is first asked for: it takes longer than the start of most commands. */
  sdk(): Promise<Sdk>
  requests(): Promise<ObjectRequests>
  /** The key in the bucket. */
  keyOf(path: string): string
  /** Rejects with what an error means for the user. */
  attempt<T>(what: string, work: () => Promise<T>): Promise<T>
  close(): void
}

/** Asks for nothing yet. Throws for settings that can not be. */
export function connect(place: BucketPlace, settings: BucketSettings): Connection {
  const checked = checkSettings(settings)
  const sdk = once(async () => (await import('./sdk-client.ts')).openSdk(checked))
  const requests = once(() => chooseRequests(place.bucket, checked, sdk))
  return {
    place,
    url: `s3://${place.bucket}${place.prefix === '' ? '' : `/${place.prefix}`}`,
    sdk,
    requests,
    keyOf: (path) => (place.prefix === '' ? path : path === '' ? `${place.prefix}/` : `${place.prefix}/${path}`),
    attempt: async (what, work) => {
      try {
        return await work()
      } catch (error) {
        throw toBucketError(error, { what, bucket: place.bucket, endpoint: checked.endpoint })
      }
    },
    close: () => {
      sdk.begun()?.then(
        ({ client }) => client.destroy(),
        () => undefined,
      )
      requests.begun()?.then(
        (all) => all.close(),
        () => undefined,
      )
    },
  }
}

interface Once<T> {
  (): Promise<T>
  begun(): Promise<T> | undefined
}

/** Begins work when it is first asked for; what failed is begun again. */
function once<T>(work: () => Promise<T>): Once<T> {
  let begun: Promise<T> | undefined
  const ask = (): Promise<T> => {
    begun ??= work().catch((error: unknown) => {
      begun = undefined
      throw error
    })
    return begun
  }
  return Object.assign(ask, { begun: () => begun })
}
