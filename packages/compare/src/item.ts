import type { Comparison } from './comparison.ts'

/** What of a run is held against another. `exit` is how the command ended: it may spoil a verdict, and is not enough for one. */
export const itemKinds = ['metric', 'param', 'artifact', 'output', 'stdout', 'exit'] as const
export type ItemKind = (typeof itemKinds)[number]

/** One result of a run, held against that of another. */
export interface Item extends Comparison {
  readonly kind: ItemKind
  /** As the run calls it: key of the metric or param, path of the file. */
  readonly name: string
}
