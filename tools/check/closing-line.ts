import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'

/** What one vitest run came to. Durations are in milliseconds; `slowest` is sorted, longest first. */
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
  /** Suites and test, joined by ` > `. A suite that needs what is not there says so: `[needs: PostgreSQL: …]`. */
  test: string
}

export interface Failure extends TestName {
  /** The first line of what it said. */
  message: string
}

/**
 * Prints `N passed, N failed[, N skipped]` as the very last line of a vitest run.
 * When REPRISE_TEST_TOTALS names a file, writes the totals there instead, for the program that prints the closing line of all checks.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const totals = countTests(modules, errors)
    const file = process.env['REPRISE_TEST_TOTALS']
    if (file !== undefined) writeFileSync(file, JSON.stringify(totals))
    else process.on('exit', () => process.stdout.write(`${formatTotals(totals)}\n`))
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

export function noTotals(): TestTotals {
  return { passed: 0, failed: 0, skipped: 0, skips: [], failures: [], repeated: [], slowest: [] }
}

function countTests(modules: readonly TestModule[], errors: readonly SerializedError[]): TestTotals {
  const totals = noTotals()
  for (const { message } of errors)
    totals.failures.push({ file: '(no file)', test: 'an error outside of tests', message: firstLine(message) })
  for (const module of modules) {
    const file = relative(process.cwd(), module.moduleId)
    totals.slowest.push({ file, milliseconds: Math.round(module.diagnostic().duration) })
    const failuresBefore = totals.failures.length
    for (const test of module.children.allTests()) countTest(totals, file, test)
    // A file that could not be loaded, or whose hook failed, has a failure that no test reports.
    if (module.state() === 'failed' && totals.failures.length === failuresBefore)
      totals.failures.push({ file, test: 'the file or a hook of it', message: firstLine(module.errors()[0]?.message) })
  }
  totals.failed = totals.failures.length
  totals.slowest.sort((a, b) => b.milliseconds - a.milliseconds)
  return totals
}

function countTest(totals: TestTotals, file: string, test: TestCase): void {
  const name: TestName = { file, test: test.fullName }
  const { state, errors } = test.result()
  if (state === 'failed') totals.failures.push({ ...name, message: firstLine(errors[0]?.message) })
  else if (state === 'passed') {
    totals.passed += 1
    if ((test.diagnostic()?.retryCount ?? 0) > 0) totals.repeated.push(name)
  } else {
    totals.skipped += 1
    totals.skips.push(name)
  }
}

function firstLine(message = 'no message'): string {
  return (message.split('\n')[0] ?? '').slice(0, 300)
}
