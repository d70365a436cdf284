import type { Hashes } from './algorithms.ts'

/** What tells one state of a file from another without reading it. The `BigIntStats` of node:fs are one. */
export interface FileState {
  readonly dev: bigint
  readonly ino: bigint
  /** Bytes. */
  readonly size: bigint
  /** Nanoseconds since 1970. */
  readonly mtimeNs: bigint
  /** Nanoseconds since 1970; no program can set it. */
  readonly ctimeNs: bigint
  readonly mode: bigint
}

/**
 * What became of one file.
 *
 * - `hashed`: `state` is what it was while its bytes were read, which it still was afterwards.
 * - `changed`: it was written, replaced or cut while it was read.
 * - `unreadable`: the system refused; `reason` is its code, such as EACCES.
 * - `special`: no regular file any more; it was not read.
 */
export type HashOutcome =
  | { readonly kind: 'hashed'; readonly state: FileState; readonly hashes: Hashes; readonly isCached: boolean }
  | { readonly kind: 'changed' | 'unreadable' | 'special'; readonly reason: string }
