import type { KnownRun } from './child-variables.ts'
import type { OpeningRun } from './open-run.ts'
import { requestRunAhead, type RunToOpen } from './request-run.ts'
import type { RunRequest } from './run-request.ts'

/** Milliseconds that the command waits for the server's answer before it starts. */
const PATIENCE = 2_000

/** A run of which enough is known for the command to start. */
export interface MetRun {
  /** Undefined where nothing was heard of it. */
  readonly known: KnownRun | undefined
  /** Opens it for logging, once. */
  open(): Promise<OpeningRun>
}

/**
 * Asks for the run, by a request of our own where that is answered, else by the SDK, which knows what to do about servers that are away and
 * can say what is wrong. Never rejects.
 */
export async function meetRun(options: RunRequest, run: RunToOpen, report: (problem: unknown) => void): Promise<MetRun> {
  const began = performance.now()
  const requested = await requestRunAhead(options, run, PATIENCE)
  let opening: Promise<OpeningRun> | undefined
  const open = (): Promise<OpeningRun> =>
    (opening ??= import('./open-run.ts').then(({ openRun }) => openRun(options, { ...run, requested, report })))
  const { answer } = requested ?? {}
  if (answer !== undefined) return { known: { id: answer.run_id, experimentId: answer.experiment_id, isOnServer: true }, open }
  const { opened } = await open()
  return { known: await Promise.race([opened, after(PATIENCE - (performance.now() - began))]), open }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined).unref())
}
