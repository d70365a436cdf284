import type { EndStatus } from '../runs/run.ts'

/** A run at the moment a hook is called. Everything in it is a copy: what a hook changes changes nothing. */
export interface HookedRun {
  readonly moment: 'before' | 'after' | 'failed'
  /** 32 lower-case hexadecimal digits. */
  readonly runId: string
  /** The name it was given; of a tracked procedure, that of the procedure. */
  readonly name: string | undefined
  readonly params: Readonly<Record<string, string>>
  /** The latest value of each metric that was logged here. */
  readonly metrics: Readonly<Record<string, number>>
  readonly tags: Readonly<Record<string, string>>
  /** Names of the steps that were completed, in order; the first 1,000. See `step`. */
  readonly steps: readonly string[]
  /** Undefined before the run has ended. */
  readonly status: EndStatus | undefined
  /** What was thrown, by a tracked procedure or inside `withRun`: the very value. */
  readonly error: unknown
  /** From the beginning of the run; 0 before. */
  readonly durationSeconds: number
  /** Aborted when the hook's time is over: for requests, so that what hangs does not keep the process. */
  readonly signal: AbortSignal
}

/** Called at a moment of a run. What it returns counts for nothing; a promise is waited for, see {@link Hooks}. */
export type Hook = (run: HookedRun) => unknown

/**
 * What is called as a run begins and ends. Whatever a hook does, the procedure's result, errors and exit code stay the same: one that throws or
 * rejects is told to `onProblem` once, one that does not end within its time is left alone. A hook that never returns can not be interrupted: work of
 * length belongs into a promise.
 */
export interface Hooks {
  /** Before the procedure, once its params are logged. A promise that it returns is not waited for until the procedure has ended. */
  readonly before?: Hook | undefined
  /** When the run has ended as FINISHED. */
  readonly after?: Hook | undefined
  /** When it has ended as FAILED or KILLED. */
  readonly failed?: Hook | undefined
  /** Milliseconds after the end of the run that promises of these hooks are waited for; default 5,000. */
  readonly timeout?: number | undefined
}
