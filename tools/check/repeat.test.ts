import { expect, test } from 'vitest'
import { countRun, type FileResult, type TestRun } from './closing-line.ts'
import { filesToRepeat, joinRuns } from './repeat.ts'

const passed = (name: string) => ({ test: name, state: 'passed' }) as const
const failed = (name: string) => ({ test: name, state: 'failed', message: 'why' }) as const
const skipped = (name: string) => ({ test: name, state: 'skipped' }) as const
const runOf = (...files: Partial<FileResult>[]): TestRun => ({
  files: files.map((file) => ({ file: 'a.test.ts', milliseconds: 1, tests: [], ...file })),
  errors: [],
})

test('repeats the files in which something failed, unless they are many', () => {
  const some = runOf({ tests: [passed('one')] }, { file: 'b', tests: [failed('two')] }, { file: 'c', error: 'a hook' })
  expect(filesToRepeat(some)).toEqual(['b', 'c'])
  expect(filesToRepeat(runOf(...Array.from({ length: 11 }, () => ({ tests: [failed('all')] }))))).toEqual([])
})

test('counts what passed at the second try as passed, and names it', () => {
  const first = runOf({ tests: [passed('one'), failed('two'), failed('three')] }, { file: 'b', tests: [passed('four')] })
  const totals = countRun(joinRuns(first, runOf({ tests: [failed('one'), passed('two'), failed('three')] })))
  expect(totals).toMatchObject({ passed: 3, failed: 1, skipped: 0, repeated: [{ file: 'a.test.ts', test: 'two' }] })
  expect(totals.failures).toEqual([{ file: 'a.test.ts', test: 'three', message: 'why' }])
})

test('takes the second run of a file whose hook failed, and keeps a hook that fails again', () => {
  const first = runOf({ error: 'not ready', tests: [skipped('one')] })
  expect(countRun(joinRuns(first, runOf({ tests: [passed('one')] })))).toMatchObject({ passed: 1, failed: 0, skipped: 0 })
  expect(countRun(joinRuns(first, first))).toMatchObject({ passed: 0, failed: 1, skipped: 1 })
})

test('keeps what went wrong outside of tests, and a file that the second run lacks', () => {
  const first = { ...runOf({ tests: [failed('one')] }), errors: ['unhandled'] }
  expect(countRun(joinRuns(first, runOf())).failures).toEqual([
    { file: '(no file)', test: 'an error outside of tests', message: 'unhandled' },
    { file: 'a.test.ts', test: 'one', message: 'why' },
  ])
})
