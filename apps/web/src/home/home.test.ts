import type { Experiment, Run } from '@reprise/protocol'
import { expect, test } from 'vitest'
import { lastErrorOf } from './last-error-of.ts'
import { progressOf } from './progress.ts'
import { usedFirst } from './used-first.ts'

const NOW = 1_700_000_000_000

function runOf(metrics: readonly (readonly [string, number, number])[]): Run {
  return {
    info: { run_id: 'a', run_uuid: 'a', experiment_id: '1', status: 'RUNNING', lifecycle_stage: 'active' },
    data: {
      params: [],
      tags: [],
      summaries: [],
      metrics: metrics.map(([key, value, ago]) => ({ key, value, timestamp: NOW - ago * 60_000 })),
    },
  }
}

test.each([
  ['a value that is no number', runOf([['loss', Number.NaN, 1]]), 'nan', 'loss'],
  [
    'silence',
    runOf([
      ['loss', 1, 90],
      ['accuracy', 1, 80],
    ]),
    'silent',
    'accuracy',
  ],
  [
    'nothing odd',
    runOf([
      ['loss', 1, 90],
      ['accuracy', 1, 2],
    ]),
    undefined,
    'accuracy',
  ],
  ['no metric that is known', runOf([]), undefined, undefined],
])('%s is seen', (_, run, oddity, latest) => {
  expect(progressOf(run, NOW)).toMatchObject({ oddity })
  expect(progressOf(run, NOW).latest?.key).toBe(latest)
})

test.each([
  ['Traceback\n  File "a.py"\nValueError: no\n\n', 'ValueError: no'],
  ['10%\r20%\r\u001B[31mKilled\u001B[0m\r\n', 'Killed'],
  [
    "Error: ENOENT: no such file, open 'a'\n    at open (fs)\n  errno: -2\n}\n\nNode.js v26.10.0\n",
    "Error: ENOENT: no such file, open 'a'",
  ],
  ['\n \n', undefined],
])('what went wrong is told by a line of %j', (text, line) => {
  expect(lastErrorOf(text)).toBe(line)
})

test('experiments stand by the runs that were started in them last', () => {
  const named = ['1', '2', '3', '4'].map((experiment_id): Experiment => ({
    experiment_id,
    name: experiment_id,
    artifact_location: '',
    lifecycle_stage: 'active',
    tags: [],
  }))
  const runIn = (experiment_id: string): Run => ({ ...runOf([]), info: { ...runOf([]).info, experiment_id } })
  expect(usedFirst(named, ['3', '3', '2'].map(runIn)).map(({ experiment_id }) => experiment_id)).toEqual(['3', '2', '1', '4'])
})
