import { createSilentSession, type Session } from '../session.ts'
import { beginRun, type StartRunOptions } from './begin-run.ts'
import type { Run } from './run.ts'
import type { ParamValue } from './to-param-value.ts'

/** A run that was begun for a program that must not fail, or wait, for the sake of tracking. */
export interface AttemptedRun {
  readonly run: Run
  /** Tells what could not be logged instead of throwing it. */
  readonly attempt: (log: () => void) => void
}

/**
 * Begins a run without waiting for the server. When there can be none, because of settings or names that are wrong, it is a run that goes
 * nowhere. Never throws: what goes wrong is told.
 */
export function beginAnyway(session: () => Session, { params = {}, ...options }: StartRunOptions): AttemptedRun {
  const { run, report } = begin(session, options)
  const attempt = (log: () => void): void => {
    try {
      log()
    } catch (error) {
      report(error instanceof Error ? error : new Error(String(error)))
    }
  }
  logParams({ run, attempt }, params)
  return { run, attempt }
}

/** Each by itself: one that can not be logged does not take the others with it. */
export function logParams({ run, attempt }: AttemptedRun, params: Readonly<Record<string, ParamValue>>): void {
  for (const [key, value] of Object.entries(params)) attempt(() => run.logParam(key, value))
}

function begin(session: () => Session, options: StartRunOptions): { run: Run; report: Session['report'] } {
  try {
    const used = session()
    const { run, started } = beginRun(used, options)
    void started.then((outcome) => outcome.kind === 'rejected' && used.report(outcome.error))
    return { run, report: used.report }
  } catch (error) {
    console.warn(`reprise: '${options.name ?? 'a run'}' is not tracked: ${error instanceof Error ? error.message : String(error)}`)
    const silent = createSilentSession()
    return { run: beginRun(silent, { name: options.name, hooks: options.hooks }).run, report: silent.report }
  }
}
