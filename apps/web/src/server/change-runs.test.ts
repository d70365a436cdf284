import type { Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { mapRuns } from './change-runs.ts'

const runOf = (run_id: string): Run => ({
  info: { run_id, run_uuid: run_id, experiment_id: '1', status: 'FINISHED', lifecycle_stage: 'active' },
})
const [one, two] = [runOf('1'), runOf('2')]
const rename = (run: Run) => (run === one ? { ...run, info: { ...run.info, run_name: 'new' } } : run)
const drop = (run: Run) => (run === one ? undefined : run)

test.each([
  ['a run', one, rename(one), one],
  ['a list', [one, two], [rename(one), two], [two]],
  [
    'an answer',
    { runs: [one, two], next_page_token: 'a' },
    { runs: [rename(one), two], next_page_token: 'a' },
    { runs: [two], next_page_token: 'a' },
  ],
  [
    'pages',
    { pages: [{ runs: [one] }], pageParams: [1] },
    { pages: [{ runs: [rename(one)] }], pageParams: [1] },
    { pages: [{ runs: [] }], pageParams: [1] },
  ],
  ['something else', { keys: ['a'] }, { keys: ['a'] }, { keys: ['a'] }],
  ['nothing', undefined, undefined, undefined],
])('%s is changed where it stands', (_, data, renamed, dropped) => {
  expect(mapRuns(data, rename)).toEqual(renamed)
  expect(mapRuns(data, drop)).toEqual(dropped)
})

test('a list in which nothing changes stays the same', () => {
  const runs = [two]
  expect(mapRuns(runs, rename)).toBe(runs)
})
