/** What is known of a file at the moment of an access. Times in nanoseconds, which do not fit into numbers, as text. */
export interface FileState {
  readonly size: number
  readonly modified: string
  readonly changed: string
  readonly inode: string
}

/** The first access of a kind by one process to one file. */
export interface Access {
  /** Absolute. Bytes that are no UTF-8 are lone surrogates, as in Python. */
  readonly path: string
  /** `module`: loaded as code. `copy`: it was kept before the process changed it. `look`: its size or time was asked for. `list`: a folder's names were. */
  readonly kind: 'read' | 'write' | 'module' | 'copy' | 'look' | 'list'
  /** Accesses with a smaller one came before; comparable within one source. */
  readonly order: bigint
  readonly source: 'HOOK' | 'TRACE'
  /** Just before the access; undefined where the file was not there, or nobody looked. */
  readonly state?: FileState
  /** Where the bytes are that the file had. */
  readonly copy?: string
}
