import type { HttpOrigin } from '../../http/index.ts'
import type { Credentials } from '../signing/index.ts'

/** Where the requests for a bucket go, and with which keys. */
export interface Target extends HttpOrigin {
  /** Before the key, without a slash at its end: the bucket, or nothing where that is part of the name of the host. */
  readonly basePath: string
  readonly region: string
  /** Undefined for a bucket that is asked without any. Asked for each time: those of a role come to an end. */
  readonly credentials: (() => Promise<Credentials>) | undefined
  /** The same bucket where the service says that it is; undefined where its region was named. */
  readonly moveTo: ((region: string) => Promise<Target>) | undefined
}

/** The host as it is signed and sent. */
export function hostOf({ hostname, port }: Target): string {
  return port === undefined ? hostname : `${hostname}:${port}`
}
