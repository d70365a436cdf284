import type { Stage, StageObserver } from '@reprise/pipelines'
import type { UndeclaredFiles } from './find-undeclared.ts'

/** How a pipeline ended. */
export interface PipelineEnd {
  readonly status: 'FINISHED' | 'FAILED' | 'KILLED'
  readonly exitCode: number
}

/** What is known of the run of a pipeline when all is done. */
export interface TrackedPipeline {
  /** Undefined where nothing was recorded. */
  readonly run: string | undefined
  readonly url: string | undefined
  /** The server that has it; undefined where it waits in the spool, or in a folder. */
  readonly server: string | undefined
  /** Ids of the runs of stages, by the address of the stage. */
  readonly stages: ReadonlyMap<string, string>
  /** The same by `keyOf(stage)`. */
  readonly byKey: ReadonlyMap<string, string>
  readonly undeclared: readonly UndeclaredFiles[]
}

/** Where nothing was recorded. */
export const nothingTracked: TrackedPipeline = {
  run: undefined,
  url: undefined,
  server: undefined,
  stages: new Map(),
  byKey: new Map(),
  undeclared: [],
}

/**
 * Records `repro` as a run with a run for each stage that has something done. Nothing of it reaches the stages: trouble is told once, and they run as
 * without. What the server does not take waits in the spool.
 */
export interface PipelineTracking {
  readonly observer: StageObserver
  /** Whether output is wanted as events. */
  isOpen(): boolean
  /** What the commands of a stage get besides: the run to log to, and hooks that tell what is read. */
  variablesOf(stage: Stage): Readonly<Record<string, string>>
  /** A command under what watches it. */
  wrap(stage: Stage, command: string): string
  /** To be called once, when no stage runs any more. Never rejects. */
  finish(end: PipelineEnd): Promise<TrackedPipeline>
}
