import type { Run } from '@reprise/protocol'

/** A column of the table. Its id is the field of a search, so that it can be ordered and filtered by. */
export interface Column {
  readonly id: string
  readonly title: string
  /** Pixels. */
  readonly width: number
  readonly isNumeric: boolean
  readonly isSortable: boolean
  readonly textOf: (run: Run) => string
  /** Whole, for a tooltip and for filters. */
  readonly detailOf?: (run: Run) => string
  /** For means over groups. */
  readonly numberOf?: (run: Run) => number | undefined
}
