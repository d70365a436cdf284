/** What kind of thing may have made a result different. */
export const causeKinds = [
  'code',
  'data',
  'package',
  'interpreter',
  'environment',
  'seed',
  'threads',
  'cpu',
  'time',
  'network',
  'order',
  'precision',
  'nondeterminism',
  'missing',
] as const
export type CauseKind = (typeof causeKinds)[number]

/** Where in a record a difference stands. */
export type RecordPart =
  | 'tree'
  | 'code'
  | 'inputs'
  | 'package'
  | 'interpreter'
  | 'variable'
  | 'argv'
  | 'folder'
  | 'stdin'
  | 'params'
  | 'system'

/** One thing that two records say differently. */
export interface RecordedDifference {
  readonly part: RecordPart
  readonly kind: CauseKind
  /** What it is: a path, the name of a package or variable. */
  readonly subject: string
  /** As the first record has it; undefined where it has none. */
  readonly a: string | undefined
  readonly b: string | undefined
  /** Whether the run is known not to have used it. */
  readonly isUnused?: boolean
}
