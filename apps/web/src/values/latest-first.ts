import type { Experiment } from '@reprise/protocol'

/** The experiment that was used last first. */
export function latestFirst(experiments: readonly Experiment[]): Experiment[] {
  return experiments.toSorted((a, b) => Number(b.last_update_time ?? 0) - Number(a.last_update_time ?? 0))
}
