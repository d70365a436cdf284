import type { SectionSummary } from '../section-summary.ts'

/** A block of one key, by its summary column. */
export interface StoredSummary {
  readonly id: number
  readonly summary: Uint8Array
  /** What the summary says, once it was read: a long series has ten thousand of them, and is read twice to find where it ends. */
  decoded?: SectionSummary
}

/** Everything stored of one key of one run, as the rows of the database, from one snapshot. */
export interface SeriesParts {
  readonly keyId: number
  /** The blocks that hold this key alone (level `CLOSED_LEVEL` or `TAIL_LEVEL`), in any order, with their summary column. */
  readonly blocks: readonly StoredSummary[]
  /** The ids of the packed blocks whose key range covers the key; they need not hold it. */
  readonly packed: readonly number[]
  /** The run's journal rows that are not sealed yet, in any order. */
  readonly journal: readonly { readonly id: number; readonly data: Uint8Array }[]
}
