import type { LockedEntry } from '../files/index.ts'
import type { Stage } from '../graph/index.ts'
import type { RecordContext } from './record-stage.ts'
import type { StageRunner } from '../running/index.ts'
import type { Turns } from './turns.ts'

/** `--pull`: brings data from a remote. */
export interface DataPull {
  /** What other runs made from what. */
  runs(): Promise<void>
  /** The outputs of a stage, into the cache and the work tree; false where that can not be. */
  data(stage: Stage): Promise<boolean>
  /** A path from the root. */
  path(at: string): Promise<void>
  /** What was made in some run, into the cache, as far as it is there. */
  objects(outs: readonly LockedEntry[]): Promise<void>
}

export interface ReproOptions {
  /** All stages of the plan are run. */
  readonly isForced?: boolean | undefined
  /** Also those that depend on stages that ran. */
  readonly forcesDownstream?: boolean | undefined
  readonly allowMissing?: boolean | undefined
  /** Nothing is done; observers are told what would be. */
  readonly isDry?: boolean | undefined
  /** What follows from a failure: the end; the stages that do not depend on it go on; all go on, and it is no failure. Default: the end. */
  readonly onFailure?: 'end' | 'keep-going' | 'ignore' | undefined
  /** Whether outputs are taken into the cache; default: yes. */
  readonly isCommitted?: boolean | undefined
  /** Whether earlier runs with the same inputs are made use of; default: yes. */
  readonly usesRunCache?: boolean | undefined
  /** Stages that run at once; default: 1. */
  readonly jobs?: number | undefined
}

/** What bringing stages up to date needs beside them. */
export interface ReproContext extends RecordContext {
  readonly options: ReproOptions
  readonly runner: StageRunner
  readonly isCaptured: () => boolean
  readonly readsInput: boolean
  readonly wrap: ((stage: Stage, command: string) => string) | undefined
  readonly variablesOf: ((stage: Stage) => Readonly<Record<string, string>>) | undefined
  readonly turns: Turns
  /** How the process is told of to others: `reprise repro`. */
  readonly command: string
  readonly confirm: ((question: string) => Promise<boolean>) | undefined
  readonly pull: DataPull | undefined
  /** Brings an import up to date, and records it. */
  readonly bringIn: ((stage: Stage) => Promise<void>) | undefined
}
