import type { CauseKind } from '@reprise/compare'

/** Something that a run was made from, and that is no longer what it was in its old place. */
export interface ChangedSince {
  readonly kind: CauseKind
  /** A path, or the name of a package. */
  readonly subject: string
  readonly evidence: string
}
