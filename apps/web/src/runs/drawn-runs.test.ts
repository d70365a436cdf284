import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { chartedRuns, toggleDrawn } from './drawn-runs.ts'

const idOf = (at: number) => at.toString(16).padStart(32, '0')
const runs = Array.from({ length: 20 }, (_, at): Run => ({
  info: { run_id: idOf(at), run_uuid: idOf(at), experiment_id: '1', status: 'FINISHED', lifecycle_stage: 'active' },
}))
const idsOf = (some: readonly Run[]) => some.map(({ info }) => info.run_id)

test('the first runs are drawn, those that are picked instead, and those that were added as well', () => {
  expect(idsOf(chartedRuns(runs, {}))).toEqual(idsOf(runs.slice(0, 10)))
  expect(idsOf(chartedRuns(runs, { sel: [idOf(15)] }))).toEqual([idOf(15)])
  expect(idsOf(chartedRuns(runs, { sel: [idOf(15)], draw: [idOf(3)] }))).toEqual([idOf(3), idOf(15)])
})

test('a run is left out and drawn again, or added and taken away again', () => {
  const charted = new Set(idsOf(chartedRuns(runs, {})))
  expect(toggleDrawn(idOf(1), charted, {})).toEqual({ off: [idOf(1)] })
  expect(toggleDrawn(idOf(1), charted, { off: [idOf(1)] })).toEqual({ off: undefined })
  expect(toggleDrawn(idOf(12), charted, {})).toEqual({ draw: [idOf(12)] })
  expect(toggleDrawn(idOf(12), charted, { draw: [idOf(12)] })).toEqual({ draw: undefined })
})
