import { AsyncLocalStorage } from 'node:async_hooks'
import type { Hooks } from './hooks.ts'

const registered = new Set<{ readonly hooks: Hooks }>()
/** Runs that a hook begins have no hooks of the process: they would call themselves without end. */
const inside = new AsyncLocalStorage<true>()

/**
 * Has hooks called for every run that begins in this process from now on; answers a function that takes them away again.
 *
 *     const remove = addHooks({ failed: ({ name, error }) => notify(`${name}: ${String(error)}`) })
 */
export function addHooks(hooks: Hooks): () => void {
  const entry = { hooks }
  registered.add(entry)
  return () => void registered.delete(entry)
}

/** The hooks of a run that begins now: those of the process in the order in which they were added, then its own. */
export function collectHooks(own: Hooks | undefined): readonly Hooks[] {
  const ofProcess = inside.getStore() === true ? [] : [...registered].map(({ hooks }) => hooks)
  return own === undefined ? ofProcess : [...ofProcess, own]
}

export function insideHook<Result>(call: () => Result): Result {
  return inside.run(true, call)
}
