import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { groupId, groupRows, treeRows } from './table-rows.ts'

function runOf(run_id: string, parent?: string): Run {
  return {
    info: { run_id, run_uuid: run_id, experiment_id: '1', status: 'FINISHED', lifecycle_stage: 'active' },
    data: { metrics: [], params: [], summaries: [], tags: parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }] },
  }
}
const none = new Set<string>()
const shape = (rows: ReturnType<typeof treeRows>) =>
  rows.map((row) => (row.kind === 'run' ? `${'>'.repeat(row.depth)}${row.run.info.run_id}` : `[${row.value ?? ''}]`))

test('runs stand below the run that has started them, wherever they come', () => {
  const runs = [runOf('child', 'parent'), runOf('other'), runOf('parent'), runOf('grandchild', 'child')]
  expect(shape(treeRows(runs, none))).toEqual(['other', 'parent', '>child', '>>grandchild'])
  expect(shape(treeRows(runs, new Set(['parent'])))).toEqual(['other', 'parent'])
})

test('runs whose parent is not there, or that have started each other, are not lost', () => {
  expect(shape(treeRows([runOf('a', 'gone'), runOf('b', 'b')], none))).toEqual(['a', 'b'])
  expect(shape(treeRows([runOf('a', 'b'), runOf('b', 'a'), runOf('c')], none))).toEqual(['c', 'a', '>b'])
})

test('runs are gathered by a value, closed groups without their runs', () => {
  const runs = [runOf('a'), runOf('b'), runOf('c')]
  const valueOf = ({ info }: Run) => (info.run_id === 'b' ? undefined : 'x')
  expect(shape(groupRows(runs, valueOf, none))).toEqual(['[x]', '>a', '>c', '[]', '>b'])
  expect(shape(groupRows(runs, valueOf, new Set([groupId('x')])))).toEqual(['[x]', '[]', '>b'])
})
