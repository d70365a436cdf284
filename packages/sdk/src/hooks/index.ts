export { hookCallsOf, keepHookCalls } from './calls-of-runs.ts'
export { createHookCalls, type HookCalls } from './hook-calls.ts'
export type { Hook, HookedRun, Hooks } from './hooks.ts'
export { addHooks, collectHooks } from './registry.ts'
