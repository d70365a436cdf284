import type { Experiment } from '@reprise/protocol'
import { latestFirst } from '../values/latest-first.ts'
import type { ExperimentsOrder } from './view.ts'

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Experiments in the order of a view; those that are alike in it by when they were changed. */
export function orderExperiments(experiments: readonly Experiment[], order: ExperimentsOrder): Experiment[] {
  const sign = order.startsWith('-') ? -1 : 1
  const by = order.replace('-', '')
  const compare = (a: Experiment, b: Experiment): number => (by === 'name' ? names.compare(a.name, b.name) : timeOf(a, by) - timeOf(b, by))
  return latestFirst(experiments).toSorted((a, b) => sign * compare(a, b))
}

function timeOf({ creation_time, last_update_time }: Experiment, by: string): number {
  return Number((by === 'created' ? creation_time : last_update_time) ?? 0)
}

/** The order that a click on a head asks for: names from A, times from now; the other way round where they stand so. */
export function nextOrder(by: 'name' | 'changed' | 'created', order: ExperimentsOrder): ExperimentsOrder {
  const first = by === 'name' ? by : (`-${by}` as const)
  return order === first ? (by === 'name' ? '-name' : by) : first
}
