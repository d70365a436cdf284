import type { Run, RunRecord } from '@reprise/protocol'

/** Two runs that are held against each other: `b` is what became of `a`. */
export interface RunPair {
  readonly a: Run
  readonly b: Run
}

/** With what they were made from; null where that was not captured. */
export interface RecordPair {
  readonly a: RunRecord | null
  readonly b: RunRecord | null
}

export interface PartProps {
  readonly runs: RunPair
  readonly records: RecordPair
}
