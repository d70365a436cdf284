import type { FileResult, TestResult, TestRun } from './closing-line.ts'

/** More files than this do not fail because a machine was busy. */
const MOST_FILES = 10

/**
 * The files to run once more, by themselves: tests share a machine with strangers, and one that fails for that is told apart from one that
 * always fails. A file is repeated as a whole, since what a test found when it ran first is not there when it runs again.
 */
export function filesToRepeat({ files }: TestRun): string[] {
  const failed = files.filter(({ tests, error }) => error !== undefined || tests.some(({ state }) => state === 'failed'))
  return failed.length > MOST_FILES ? [] : failed.map(({ file }) => file)
}

/** The first run, with the results of the second for the tests that did not pass in it. Those that passed then are marked. */
export function joinRuns(first: TestRun, second: TestRun): TestRun {
  const again = new Map(second.files.map((result) => [result.file, result]))
  const files = first.files.map((result) => {
    const next = again.get(result.file)
    return next === undefined ? result : joinFiles(result, next)
  })
  return { files, errors: [...first.errors, ...second.errors] }
}

function joinFiles(first: FileResult, second: FileResult): FileResult {
  const before = new Map(first.tests.map((result) => [result.test, result]))
  const tests = second.tests.map((result): TestResult => {
    const own = before.get(result.test)
    if (own?.state === 'passed') return own
    return result.state === 'passed' ? { ...result, isRepeated: true } : result
  })
  return { ...second, tests, milliseconds: Math.max(first.milliseconds, second.milliseconds) }
}
