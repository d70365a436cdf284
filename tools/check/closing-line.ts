import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** What one vitest run came to: file by file, and what went wrong outside of them. */
export interface TestRun {
  files: FileResult[]
  /** Errors outside of tests, in words. */
  errors: string[]
}

export interface FileResult {
  file: string
  milliseconds: number
  tests: TestResult[]
  /** Why the file could not be loaded, or what a hook of it said, where no test says so. */
  error?: string
}

export interface TestResult {
  /** Suites and test, joined by ` > `. A suite that needs what is not there says so: `[needs: PostgreSQL: …]`. */
  test: string
  state: 'passed' | 'failed' | 'skipped'
  /** The first line of what a failed test said. */
  message?: string
  /** Set where it passed at the second try only. */
  isRepeated?: boolean
}

/** All of a run in numbers. Durations are in milliseconds; `slowest` is sorted, longest first. */
export interface TestTotals {
  passed: number
  failed: number
  skipped: number
  /** Every skipped test. */
  skips: TestName[]
  /** Every failed test, and every file that failed without one. */
  failures: Failure[]
  /** Tests that passed only when they were repeated. */
  repeated: TestName[]
  slowest: { file: string; milliseconds: number }[]
}

export interface TestName {
  file: string
  test: string
}

export interface Failure extends TestName {
  message: string
}

/**
 * Prints `N passed, N failed[, N skipped]` as the very last line of a vitest run.
 * When REPRISE_TEST_RUN names a file, writes the run there instead, for the program that prints the closing line of all checks.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const run: TestRun = { files: modules.map(readModule), errors: errors.map(({ message }) => firstLine(message)) }
    const file = process.env['REPRISE_TEST_RUN']
    if (file !== undefined) writeFileSync(file, JSON.stringify(run))
    else process.on('exit', () => process.stdout.write(`${formatTotals(countRun(run))}\n`))
  }
}

/** `N passed, N failed`, with `, N skipped` only when something was skipped. */
export function formatTotals(totals: Pick<TestTotals, 'passed' | 'failed' | 'skipped'>): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`
}

/** The failed tests once more, where somebody who reads only the end of a long log finds them, and those that passed at the second try. */
export function summariseFailures({ failures, repeated }: Pick<TestTotals, 'failures' | 'repeated'>): string[] {
  return [
    ...failures.map(({ file, test, message }) => `failed: ${file} '${test}': ${message}`),
    ...repeated.map(({ file, test }) => `passed only when repeated: ${file} '${test}'`),
  ]
}

/** One line for each file and each thing that is missing, instead of one for each of perhaps hundreds of tests. */
export function summariseSkips(skips: readonly TestName[]): string[] {
  const needs = ({ test }: TestName) => /\[needs: [^\]]*\]/.exec(test)?.[0] ?? `'${test}'`
  const groups = Object.groupBy(skips, (skip) => `${skip.file} ${needs(skip)}`)
  return Object.entries(groups).map(([what, group]) => `skipped: ${group?.length ?? 0} in ${what}`)
}

export function countRun({ files, errors }: TestRun): TestTotals {
  const failures = errors.map((message) => ({ file: '(no file)', test: 'an error outside of tests', message }))
  const tests = files.flatMap(({ file, tests: own }) => own.map((test) => ({ file, ...test })))
  for (const { file, test, message = 'no message' } of tests.filter(({ state }) => state === 'failed'))
    failures.push({ file, test, message })
  for (const { file, error } of files) if (error !== undefined) failures.push({ file, test: 'the file or a hook of it', message: error })
  const skips = tests.filter(({ state }) => state === 'skipped').map(nameOf)
  return {
    passed: tests.filter(({ state }) => state === 'passed').length,
    failed: failures.length,
    skipped: skips.length,
    skips,
    failures,
    repeated: tests.filter(({ isRepeated }) => isRepeated === true).map(nameOf),
    slowest: files.map(({ file, milliseconds }) => ({ file, milliseconds })).toSorted((a, b) => b.milliseconds - a.milliseconds),
  }
}

function nameOf({ file, test }: TestName): TestName {
  return { file, test }
}

function readModule(module: TestModule): FileResult {
  const tests = [...module.children.allTests()].map(readTest)
  // A file that could not be loaded, or whose hook failed, has a failure that no test reports.
  const isFailed = module.state() === 'failed' && !tests.some(({ state }) => state === 'failed')
  return {
    file: relative(process.cwd(), module.moduleId),
    milliseconds: Math.round(module.diagnostic().duration),
    tests,
    ...(isFailed ? { error: firstLine(module.errors()[0]?.message) } : {}),
  }
}

function readTest(test: TestCase): TestResult {
  const { state, errors } = test.result()
  if (state === 'failed') return { test: test.fullName, state, message: firstLine(errors[0]?.message) }
  return { test: test.fullName, state: state === 'passed' ? state : 'skipped' }
}

function firstLine(message = 'no message'): string {
  return (message.split('\n')[0] ?? '').slice(0, 300)
}
