import type { Run } from '@reprise/protocol'
import type { ChartRun } from '../charts/chart-run.ts'
import { nameOfRun } from '../values/name-of-run.ts'

/** A run as charts draw it. */
export function chartRunOf({ info }: Run, colours: ReadonlyMap<string, string>, strokes?: ReadonlyMap<string, number>): ChartRun {
  const { run_id: id } = info
  return { id, name: nameOfRun(info), colour: colours.get(id) ?? 'var(--text-soft)', stroke: strokes?.get(id) }
}
