import type { RepriseError } from '@reprise/protocol'
import { hookCallsOf } from '../hooks/index.ts'
import type { Session } from '../session.ts'
import { beginAnyway } from './begin-anyway.ts'
import { beginRun, type BegunRun, type StartRunOptions } from './begin-run.ts'
import type { Run } from './run.ts'
import { enterScope, runInScope } from './scope.ts'

/** See `startRun` in the package's index: the run is active for what its caller does next, hence no `async` before the scope. */
export function startRun(session: Session, options: StartRunOptions): Promise<Run> {
  return new Promise((resolve) => {
    const begun = beginRun(session, options)
    const scope = enterScope(begun.run)
    const started = settleStart(begun).then((run) => {
      scope.isStarted = true
      hookCallsOf(run)?.begin(run)
      return run
    })
    resolve(started)
  })
}

export interface WithRunOptions extends StartRunOptions {
  /**
   * Whether there has to be a run; default true. With `false` the function is called at once and whatever becomes of tracking: what goes wrong is
   * told to `onProblem`, and without a run what it logs goes nowhere.
   */
  readonly required?: boolean | undefined
}

/** See `withRun` in the package's index. */
export async function withRun<Result>(
  session: () => Session,
  { required = true, ...options }: WithRunOptions,
  act: (run: Run) => Result | Promise<Result>,
): Promise<Result> {
  const run = required ? await settleStart(beginRun(session(), options)) : beginAnyway(session, options).run
  try {
    const result = await runInScope(run, () => {
      hookCallsOf(run)?.begin(run)
      return act(run)
    })
    await run.end('FINISHED')
    return result
  } catch (error) {
    hookCallsOf(run)?.error(error)
    await run.end('FAILED')
    throw error
  }
}

/** Waits for the server's first answer. Rejects when it refuses the run; when it is away the run goes on without it. */
async function settleStart({ run, started, abandon }: BegunRun): Promise<Run> {
  const outcome = await started
  if (outcome.kind === 'delivered' || (outcome.kind === 'postponed' && isAway(outcome.error))) return run
  abandon()
  throw outcome.error
}

/** A wrong password or URL is for the program's owner to mend now, not for the spool to keep. */
function isAway({ code, status }: RepriseError): boolean {
  return status >= 500 || code === 'RESOURCE_EXHAUSTED'
}
