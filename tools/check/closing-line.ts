import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** What one vitest run came to. Durations are in milliseconds; `slowest` is sorted, longest first. */
export interface TestTotals {
  passed: number
  failed: number
  skipped: number
  /** Every skipped test. */
  skips: Skip[]
  slowest: { file: string; milliseconds: number }[]
}

export interface Skip {
  file: string
  /** Suites and test, joined by ` > `. A suite that needs what is not there says so: `[needs: PostgreSQL: …]`. */
  test: string
}

/**
 * Prints `N passed, N failed[, N skipped]` as the very last line of a vitest run.
 * When REPRISE_TEST_TOTALS names a file, writes the totals there instead, for the program that prints the closing line of all checks.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const totals = countTests(modules, errors.length)
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

/** One line for each file and each thing that is missing, instead of one for each of perhaps hundreds of tests. */
export function summariseSkips(skips: readonly Skip[]): string[] {
  const needs = ({ test }: Skip) => /\[needs: [^\]]*\]/.exec(test)?.[0] ?? `'${test}'`
  const groups = Object.groupBy(skips, (skip) => `${skip.file} ${needs(skip)}`)
  return Object.entries(groups).map(([what, group]) => `skipped: ${group?.length ?? 0} in ${what}`)
}

function countTests(modules: readonly TestModule[], unhandledErrors: number): TestTotals {
  const totals: TestTotals = { passed: 0, failed: unhandledErrors, skipped: 0, skips: [], slowest: [] }
  for (const module of modules) {
    const file = relative(process.cwd(), module.moduleId)
    totals.slowest.push({ file, milliseconds: Math.round(module.diagnostic().duration) })
    const tests = [...module.children.allTests()]
    const failedTests = tests.filter((test) => test.result().state === 'failed').length
    // A file that could not be loaded, or whose hook failed, has a failure that no test reports.
    if (module.state() === 'failed' && failedTests === 0) totals.failed += 1
    totals.failed += failedTests
    for (const test of tests) {
      const result = test.result()
      if (result.state === 'passed') totals.passed += 1
      else if (result.state !== 'failed') {
        totals.skipped += 1
        totals.skips.push({ file, test: test.fullName })
      }
    }
  }
  totals.slowest.sort((a, b) => b.milliseconds - a.milliseconds)
  return totals
}
