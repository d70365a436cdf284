import { beginRun, type StartRunOptions } from '../runs/begin-run.ts'
import type { Run } from '../runs/run.ts'
import { runInScope } from '../runs/scope.ts'
import type { ParamValue } from '../runs/to-param-value.ts'
import { createSilentSession, type Session } from '../session.ts'
import { countSteps, forgetSteps } from './steps.ts'

type Procedure = (this: never, ...args: never[]) => unknown
type Params = Readonly<Record<string, ParamValue>>

export interface TrackOptions<Args extends readonly unknown[] = readonly unknown[]> extends Omit<
  StartRunOptions,
  'params' | 'runId' | 'name'
> {
  /** The params of a call. Default: the first argument that is a plain object. */
  readonly params?: ((...args: Args) => Params) | undefined
}

/** See `track` in the package's index. */
export function track<Fn extends Procedure>(
  session: () => Session,
  name: string,
  procedure: Fn,
  options: TrackOptions<Parameters<Fn>> = {},
): Fn {
  function tracked(this: ThisParameterType<Fn>, ...args: Parameters<Fn>): unknown {
    const call = beginCall(session, name, { args, options })
    const act = (): unknown => procedure.apply(this as never, args)
    let result: unknown
    try {
      result = runInScope(call.run, act)
    } catch (error) {
      void finish(call, { error })
      throw error
    }
    if (!(result instanceof Promise)) {
      void finish(call, undefined)
      return result
    }
    return settle(result, call)
  }
  Object.defineProperty(tracked, 'name', { value: procedure.name })
  Object.defineProperty(tracked, 'length', { value: procedure.length })
  return tracked as unknown as Fn
}

interface Call {
  readonly run: Run
  readonly begun: number
  readonly report: (problem: Error) => void
}

/** When tracking can not even begin, the procedure runs all the same, with a run that goes nowhere. */
function beginCall<Fn extends Procedure>(
  session: () => Session,
  name: string,
  { args, options: { params, ...options } }: { args: Parameters<Fn>; options: TrackOptions<Parameters<Fn>> },
): Call {
  let used: Session
  let run: Run
  try {
    used = session()
    const begun = beginRun(used, { ...options, name, params: { procedure_name: name } })
    run = begun.run
    void begun.started.then((outcome) => outcome.kind === 'rejected' && used.report(outcome.error))
  } catch (error) {
    console.warn(`reprise: '${name}' is not tracked: ${error instanceof Error ? error.message : String(error)}`)
    used = createSilentSession()
    run = beginRun(used, {}).run
  }
  const call = { run, begun: performance.now(), report: used.report }
  attempt(call, () => {
    const given = params === undefined ? plainObjectIn(args) : params(...args)
    for (const [key, value] of Object.entries(given)) attempt(call, () => run.logParam(key, value))
  })
  countSteps(run)
  return call
}

async function settle(result: Promise<unknown>, call: Call): Promise<unknown> {
  try {
    const value = await result
    await finish(call, undefined)
    return value
  } catch (error) {
    await finish(call, { error })
    throw error
  }
}

/** Never rejects. */
async function finish(call: Call, failure: { readonly error: unknown } | undefined): Promise<void> {
  const { run, begun } = call
  attempt(call, () => {
    run.logMetrics({ duration_seconds: (performance.now() - begun) / 1_000, success: failure === undefined ? 1 : 0 })
    if (failure !== undefined) run.setTags(describeError(failure.error))
  })
  forgetSteps(run)
  await run.end(failure === undefined ? 'FINISHED' : 'FAILED')
}

function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error_type: typeof error, error_message: String(error) }
  return { error_type: error.name, error_message: error.message }
}

function plainObjectIn(args: readonly unknown[]): Params {
  return (args.find(isPlainObject) ?? {}) as Params
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What can not be logged must not change what the procedure does. */
function attempt({ report }: Call, log: () => void): void {
  try {
    log()
  } catch (error) {
    report(error instanceof Error ? error : new Error(String(error)))
  }
}
