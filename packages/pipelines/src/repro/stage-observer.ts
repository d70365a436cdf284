import type { LockedStage } from '../files/index.ts'
import type { Stage } from '../graph/index.ts'
import type { CommandEnd } from '../running/index.ts'
import type { Reason } from '../status/index.ts'

/** What happens while stages are brought up to date. Events of one stage come in the order of this list. */
export type StageEvent =
  /** Once, before all others: the stages in their order, and which of them wait for which. */
  | { readonly kind: 'planned'; readonly stages: readonly Stage[]; readonly needs: (stage: Stage) => readonly Stage[] }
  /** It is a stage's turn. */
  | { readonly kind: 'reached'; readonly stage: Stage }
  | { readonly kind: 'warned'; readonly stage: Stage; readonly message: string }
  /** It is as it was recorded. */
  | { readonly kind: 'unchanged'; readonly stage: Stage }
  /** Its data are fetched, since nothing else changed; or could not be. */
  | { readonly kind: 'pulling' | 'not-pulled'; readonly stage: Stage }
  /** It is going to be run, restored or verified. `forced` has no reasons. */
  | { readonly kind: 'started'; readonly stage: Stage; readonly reasons: readonly Reason[]; readonly isForced: boolean }
  /** What it would make is in the cache, from an earlier run with the same inputs. */
  | { readonly kind: 'restored'; readonly stage: Stage }
  /** Data without a command, or a frozen stage: what is there is recorded. */
  | { readonly kind: 'verifying'; readonly stage: Stage }
  /** Its commands are run. */
  | { readonly kind: 'running'; readonly stage: Stage }
  | { readonly kind: 'command'; readonly stage: Stage; readonly command: string }
  /** The command is a process of this machine. */
  | { readonly kind: 'process'; readonly stage: Stage; readonly pid: number }
  /** Only where output does not go to the terminal by itself. The memory of the bytes is used again when all observers are done. */
  | { readonly kind: 'output'; readonly stage: Stage; readonly stream: 'stdout' | 'stderr'; readonly bytes: Buffer }
  /** The command has ended, well or not. */
  | { readonly kind: 'exited'; readonly stage: Stage; readonly end: CommandEnd }
  /** What it was run with and made is recorded: digests of dependencies and outputs, values of parameters. */
  | { readonly kind: 'committed'; readonly stage: Stage; readonly entry: LockedStage }
  /** A lock file was written, or would be the same. Path from the root. */
  | { readonly kind: 'locked'; readonly stage: Stage; readonly file: string; readonly isNew: boolean; readonly isChanged: boolean }
  | {
      readonly kind: 'failed'
      readonly stage: Stage
      readonly error: Error
      readonly isIgnored: boolean
      readonly skipped: readonly Stage[]
    }
  /** The last of a stage; of those that are not reached since another failed, the only one. */
  | { readonly kind: 'ended'; readonly stage: Stage; readonly outcome: StageOutcome; readonly milliseconds: number }

export type StageOutcome = 'unchanged' | 'ran' | 'restored' | 'verified' | 'pulled' | 'would run' | 'failed' | 'skipped'

/**
 * Is told what happens. It must not throw; where it answers a promise, the stage waits for it, so that a record of a stage can be complete before the
 * next begins.
 */
export interface StageObserver {
  observe(event: StageEvent): void | Promise<void>
}
