import type { Run } from '../runs/run.ts'
import { installExitHooks, removeExitHooks } from './exit-hooks.ts'

/** A run that the end of the process would cut off. */
export interface OpenRun {
  readonly run: Run
  readonly report: (problem: Error) => void
}

const open = new Set<OpenRun>()

/** Sees to it that a run is ended when the process is. */
export function addOpenRun(entry: OpenRun): OpenRun {
  if (open.size === 0) installExitHooks(open)
  open.add(entry)
  return entry
}

export function removeOpenRun(entry: OpenRun): void {
  if (open.delete(entry) && open.size === 0) removeExitHooks()
}
