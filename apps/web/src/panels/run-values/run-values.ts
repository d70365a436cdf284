import type { Column } from './column.ts'

/** A run of the table, or several that stand together as one. */
export interface ValuedRun {
  readonly id: string
  readonly name: string
  readonly runIds: readonly string[]
  /** A colour of CSS, where it has one of its own. */
  readonly colour?: string | undefined
}

/** Values of runs, in columns: entry `i` of every column is of run `i`. */
export interface RunValues {
  readonly runs: readonly ValuedRun[]
  readonly columns: readonly Column[]
  /** Whether the search finds more runs than were read. */
  readonly hasMore: boolean
}

/** Runs that panels read; more are said to be there. */
export const MOST_VALUED = 5_000
