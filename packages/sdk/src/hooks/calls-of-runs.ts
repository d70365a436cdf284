import type { Run } from '../runs/run.ts'
import type { HookCalls } from './hook-calls.ts'

const calls = new WeakMap<Run, HookCalls>()

export function keepHookCalls(run: Run, hooks: HookCalls): void {
  calls.set(run, hooks)
}

/** The hooks of a run, for what is not logged: steps, errors, the beginning of a procedure. */
export function hookCallsOf(run: Run): HookCalls | undefined {
  return calls.get(run)
}
