import type { JobFolder } from './job-folder.ts'

/** What an engine says of a job. */
export type JobState =
  /** It waits for its turn. */
  | { readonly kind: 'waiting'; readonly why?: string }
  | { readonly kind: 'running' }
  /** The engine does nothing more with it. How the command ended stands in the job's folder; where it does not, `reason` is what the user is told. */
  | { readonly kind: 'over'; readonly reason: string }

export interface SubmittedJob {
  /** Rejects where the engine can not be asked. */
  look(): Promise<JobState>
  /** Has the engine drop the job, or end it. The command itself has been told already; it may be over meanwhile. */
  cancel(): Promise<void>
  /** Takes out of the engine what is left of a job that is over. */
  forget(): Promise<void>
}

/** A scheduler or a queue whose machines see the same files as we do, under the same paths. It only has to start the script of a job. */
export interface Engine extends AsyncDisposable {
  /** How it is told of: `Slurm`, `the queue 'stages' at redis://…`. */
  readonly name: string
  /** Milliseconds between looks. */
  readonly interval: number
  /** Hands a job over; rejects where the engine does not take it. */
  submit(job: JobFolder, stage: string): Promise<SubmittedJob>
  /** Takes over what the command writes, until the job is over; undefined: it is read from the files of the job's folder. */
  follow?(job: JobFolder, hear: (bytes: Buffer) => Promise<void>): Disposable & { end(): Promise<void> }
}
