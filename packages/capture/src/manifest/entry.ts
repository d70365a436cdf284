import type { Hashes } from '@reprise/objects'

/** A regular file. */
export interface FileEntry {
  readonly type: 'file'
  /** Relative to the folder, with slashes, as `encodePath` writes it. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Whether its owner may execute it; undefined where that was not recorded. */
  readonly isExecutable: boolean | undefined
  readonly hashes: Hashes
  /** Milliseconds since 1970, with fractions. Informative. */
  readonly modifiedAt: number | undefined
  /** Permission bits. Informative. */
  readonly mode: number | undefined
}

/** A symbolic link; it is never followed. */
export interface LinkEntry {
  readonly type: 'link'
  readonly path: string
  /** Where it points to, as it stands in the link, written as paths are. */
  readonly target: string
}

export type ManifestEntry = FileEntry | LinkEntry

/**
 * What could not be recorded: `unreadable` files and folders, files that `changed` while they were read, and `special` ones (sockets,
 * FIFOs, devices), which have no content.
 */
export interface ManifestProblem {
  readonly type: 'unreadable' | 'changed' | 'special'
  readonly path: string
  readonly reason: string
}
