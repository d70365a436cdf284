import { AsyncLocalStorage } from 'node:async_hooks'
import { RepriseError } from '@reprise/protocol'
import type { RunContext } from './run-context.ts'
import type { Run } from './run.ts'

/** A run as the code around it sees it: the runs begun inside become its children. Or the end of what is seen: a context from elsewhere. */
export interface Scope {
  readonly run: Run | undefined
  /** What was brought here from another program, where there is no run. */
  readonly context: RunContext | undefined
  readonly parent: Scope | undefined
  /** Runs that are still being started are nobody's parent yet: runs started side by side do not nest in each other. */
  isStarted: boolean
}

const storage = new AsyncLocalStorage<Scope | undefined>()

/** The run that code at this place logs to; undefined outside of any. */
export function activeRun(): Run | undefined {
  return liveScope()?.run
}

/** As {@link activeRun}. Throws BAD_REQUEST when there is none. */
export function requireActiveRun(): Run {
  const run = activeRun()
  if (run !== undefined) return run
  throw new RepriseError('BAD_REQUEST', 'No run is active here.', {
    hint: 'Call it inside withRun(…) or track(…), or after `await startRun()`.',
  })
}

/** Makes a run the active one for what the caller does from here on. */
export function enterScope(run: Run): Scope {
  const scope = { run, context: undefined, parent: liveScope(), isStarted: false }
  storage.enterWith(scope)
  return scope
}

/** Makes a run the active one inside a function. */
export function runInScope<Result>(run: Run, act: () => Result): Result {
  return storage.run({ run, context: undefined, parent: liveScope(), isStarted: true }, act)
}

/** Puts a context from elsewhere in the place of the runs around a function. */
export function runOutside<Result>(context: RunContext, act: () => Result): Result {
  return storage.run({ run: undefined, context, parent: undefined, isStarted: true }, act)
}

/** The innermost run that has not ended, or the context that was brought here. */
export function liveScope(): Scope | undefined {
  let scope = storage.getStore()
  while (scope?.run !== undefined && (!scope.isStarted || scope.run.isEnded)) scope = scope.parent
  return scope
}
