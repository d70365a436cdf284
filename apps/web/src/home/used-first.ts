import type { Experiment, Run } from '@reprise/protocol'

/** Experiments in which runs were started last first, then the others as they stand. `newest` are runs by their start, the newest first. */
export function usedFirst(experiments: readonly Experiment[], newest: readonly Run[]): Experiment[] {
  const order = [...new Set(newest.map(({ info }) => info.experiment_id))]
  const placeOf = ({ experiment_id }: Experiment) => {
    const place = order.indexOf(experiment_id)
    return place === -1 ? order.length : place
  }
  return experiments.toSorted((a, b) => placeOf(a) - placeOf(b))
}
