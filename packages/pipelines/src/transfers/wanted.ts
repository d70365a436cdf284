import type { HashName } from '../cache/index.ts'

/** Data that are to be somewhere: a file, or a folder with all that is in it. */
export interface WantedData {
  readonly hash: HashName
  /** With `.dir` for a folder. */
  readonly oid: string
  /** Which files of the folder, by their paths in it; all of them by default. */
  readonly includes?: ((path: string) => boolean) | undefined
}

export interface ObjectName {
  readonly hash: HashName
  readonly oid: string
}

export interface FailedTransfer extends ObjectName {
  readonly error: Error
}

export interface TransferResult {
  /** Objects that were moved, `.dir` objects among them. */
  readonly moved: readonly ObjectName[]
  readonly bytes: number
  /** In no order. */
  readonly failed: readonly FailedTransfer[]
  /** Objects that are not where they were to be taken from. */
  readonly missing: readonly ObjectName[]
}

export interface TransferOptions {
  /** Told after each object. */
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined
  /** Begins nothing more; what is under way is finished. */
  readonly signal?: AbortSignal | undefined
}

export interface TransferProgress {
  readonly done: number
  readonly total: number
  readonly bytes: number
}

/** One text for each object. */
export function objectKey({ hash, oid }: ObjectName): string {
  return hash === 'md5' ? oid : `${hash}:${oid}`
}
