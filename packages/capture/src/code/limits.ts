/** Bytes up to which things are kept. */
export interface CodeLimits {
  /** An untracked file that is larger is left out of the tree, recorded in `files` and hashed beside the child. Default 10 MiB. */
  readonly untrackedFile: number
  /** Untracked files together: when they are more, the largest are left out in the same way. Default 256 MiB. */
  readonly untrackedTotal: number
  /** A file that was left out of the tree is kept as an artifact of its own up to this size. Default 100 MiB. */
  readonly keptFile: number
  /** A pack that is larger is not kept whole: see `CodeSnapshot.pack`. Default 512 MiB. */
  readonly pack: number
}

const MiB = 2 ** 20

export const defaultLimits: CodeLimits = { untrackedFile: 10 * MiB, untrackedTotal: 256 * MiB, keptFile: 100 * MiB, pack: 512 * MiB }
