import type { CreateRunRequest } from '../runs/describe-new-run.ts'

/** The first record of a writer makes its run: the second half of that request's idempotency key. */
export const FIRST_SEQUENCE = 1

/** A run that a server was asked for before the SDK was loaded; `startRun({ requested })` goes on with it. */
export interface RequestedRun {
  /** Who asked: the first half of the idempotency key, as of all that follows. */
  readonly writer: string
  readonly request: CreateRunRequest
  /** What the server answered; undefined where it did not: then `startRun` asks the same again, which makes no second run. */
  readonly answer: { readonly run_id: string; readonly experiment_id: string; readonly [field: string]: unknown } | undefined
}
