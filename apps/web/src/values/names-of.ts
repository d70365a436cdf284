import type { Experiment } from '@reprise/protocol'

/** What experiments are called, by their ids. */
export function namesOf(experiments: readonly Experiment[] = []): ReadonlyMap<string, string> {
  return new Map(experiments.map(({ experiment_id, name }) => [experiment_id, name]))
}
