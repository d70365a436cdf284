import type { Cause, Item, JudgedInterval, Verdict, VerdictKind } from '@reprise/compare'
import type { ChangedSince } from './changes/changed-since.ts'
import type { Level } from './environment/level.ts'
import type { Explanation } from './explain/explanation.ts'
import type { JudgedStage } from './pipeline/judge-stages.ts'

/** What became of reproducing a run. */
export interface Reproduction {
  /** Id of the original. */
  readonly run: string
  /** Id of the run that repeated it; undefined where it could not be started. */
  readonly reproduction: string | undefined
  /** Ids of further repeats: the control, and those asked for. */
  readonly repeats: readonly string[]
  readonly verdict: Verdict
  readonly kind: VerdictKind
  /** One sentence for a person. */
  readonly why: string
  /** How near the environment was; undefined where nothing ran. */
  readonly restoration: Level | undefined
  /** Every result of the original, held against that of the first repeat. */
  readonly items: readonly Item[]
  /** Of a pipeline: how its stages came out, in their order. */
  readonly stages?: readonly JudgedStage[]
  readonly intervals: readonly JudgedInterval[]
  /** The likeliest first. */
  readonly causes: readonly Cause[]
  /** What undoing differences has shown; undefined where it was not asked for, or nothing had to be explained. */
  readonly explanation?: Explanation | undefined
  /** What the original was made from, and what is not that any more where it was. It says nothing of the result. */
  readonly changedSince?: readonly ChangedSince[]
  /** What of the original was not recorded. */
  readonly notCaptured: readonly string[]
  /** What was other in the repeat than in the original. */
  readonly notes: readonly string[]
  /** The folder of the repeat, where it was kept. */
  readonly folder: string | undefined
}
