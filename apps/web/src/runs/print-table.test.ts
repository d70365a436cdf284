import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { columnOf } from './columns.ts'
import { printTable } from './print-table.ts'

const run: Run = {
  info: {
    run_id: 'a1',
    run_uuid: 'a1',
    run_name: 'one, "two"',
    experiment_id: '1',
    status: 'FINISHED',
    lifecycle_stage: 'active',
    start_time: 1_700_000_000_000,
    end_time: 1_700_000_001_500,
  },
  data: {
    metrics: [{ key: 'loss', value: 0.1234567890123, step: 3, timestamp: 0 }],
    params: [{ key: 'lr', value: '=1+1' }],
    tags: [],
    summaries: [],
  },
}

test('a table is saved with all digits, times in UTC and durations in seconds', () => {
  const ids = ['attributes.start_time', 'attributes.duration', 'attributes.status', 'metrics.loss', 'params.lr', 'tags.none']
  expect(printTable([run], ids.map(columnOf)).split('\n')).toEqual([
    'run_id,run_name,status,attributes.start_time,attributes.duration,metrics.loss,params.lr,tags.none',
    `a1,"one, ""two""",FINISHED,2023-11-14T22:13:20.000Z,1.5,0.1234567890123,'=1+1,`,
    '',
  ])
})

test('a run that goes on has no duration yet', () => {
  const { end_time: _, ...info } = run.info
  expect(printTable([{ ...run, info }], [columnOf('attributes.duration')]).split('\n')[1]).toBe('a1,"one, ""two""",FINISHED,')
})
