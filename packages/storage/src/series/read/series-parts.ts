/** Everything stored of one key of one run, as the rows of the database, from one snapshot. */
export interface SeriesParts {
  readonly keyId: number
  /** The blocks that hold this key alone (level `CLOSED_LEVEL` or `TAIL_LEVEL`), in any order, with their summary column. */
  readonly blocks: readonly { readonly id: number; readonly summary: Uint8Array }[]
  /** The ids of the packed blocks whose key range covers the key; they need not hold it. */
  readonly packed: readonly number[]
  /** The run's journal rows that are not sealed yet, in any order. */
  readonly journal: readonly { readonly id: number; readonly data: Uint8Array }[]
}
