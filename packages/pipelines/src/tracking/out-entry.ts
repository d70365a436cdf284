import type { ChangedFolder, HashedOut } from '../checkout/index.ts'
import type { HashName } from '../cache/index.ts'
import type { EntryHash, EntryMeta, OutEntry } from '../files/index.ts'
import type { StageOut } from '../graph/index.ts'

/** What is recorded of data: digest, sizes. */
export function toRecord({ hash, oid, size, files, isExecutable }: HashedOut | ChangedFolder): {
  readonly hash: EntryHash
  readonly meta: EntryMeta
} {
  return {
    hash: { algorithm: hash, value: oid },
    meta: {
      ...(size === undefined ? {} : { size: BigInt(size) }),
      ...(files === undefined ? {} : { nfiles: BigInt(files) }),
      ...(isExecutable ? { isexec: true } : {}),
    },
  }
}

/** An output of which nothing is recorded yet. */
export function newOut(path: string): OutEntry {
  return { path, hash: { algorithm: 'md5', value: undefined }, meta: {}, cache: true, persist: false, push: true, annotations: {} }
}

/** The digest of recorded data that is kept in a cache; undefined where none is, as of data at a URL. */
export function recordedDigest(out: Pick<StageOut, 'recorded'>): { readonly oid: string; readonly hash: HashName } | undefined {
  const { algorithm, value } = out.recorded?.hash ?? { algorithm: 'md5', value: undefined }
  return value === undefined || (algorithm !== 'md5' && algorithm !== 'md5-dos2unix') ? undefined : { oid: value, hash: algorithm }
}
