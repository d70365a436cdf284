import { hookCallsOf } from '../hooks/index.ts'
import { type AttemptedRun, beginAnyway, logParams } from '../runs/begin-anyway.ts'
import type { StartRunOptions } from '../runs/begin-run.ts'
import { runInScope } from '../runs/scope.ts'
import type { ParamValue } from '../runs/to-param-value.ts'
import type { Session } from '../session.ts'
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

interface Call extends AttemptedRun {
  readonly begun: number
}

/** When tracking can not even begin, the procedure runs all the same, with a run that goes nowhere. */
function beginCall<Fn extends Procedure>(
  session: () => Session,
  name: string,
  { args, options: { params, ...options } }: { args: Parameters<Fn>; options: TrackOptions<Parameters<Fn>> },
): Call {
  const begun = beginAnyway(session, { ...options, name, params: { procedure_name: name } })
  begun.attempt(() => logParams(begun, params === undefined ? plainObjectIn(args) : params(...args)))
  countSteps(begun.run)
  runInScope(begun.run, () => hookCallsOf(begun.run)?.begin(begun.run))
  return { ...begun, begun: performance.now() }
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
  const { run, attempt, begun } = call
  attempt(() => {
    run.logMetrics({ duration_seconds: (performance.now() - begun) / 1_000, success: failure === undefined ? 1 : 0 })
    if (failure !== undefined) run.setTags(describeError(failure.error))
  })
  if (failure !== undefined) hookCallsOf(run)?.error(failure.error)
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
