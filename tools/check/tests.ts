import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Selection, testGroups } from './arguments.ts'
import { countRun, type TestRun, type TestTotals } from './closing-line.ts'
import { filesToRepeat, joinRuns } from './repeat.ts'
import { root } from './repository.ts'

/** Longer than this and something hangs: the run is ended by SIGTERM, and counts as one failure. */
const timeLimitInMinutes = 75

/**
 * Runs the tests with vitest's output as it comes, the files that failed once more by themselves, and returns what was counted. A vitest that
 * dies without counting is one failure.
 */
export async function runTests({ groups, filters }: NonNullable<Selection['tests']>): Promise<TestTotals> {
  // What is tried by hand is a project of its own, in no group.
  const projects = (groups.length === 0 ? testGroups : groups).flatMap((group) => ['--project', group])
  const first = await runOnce([...projects, ...filters])
  const again = filesToRepeat(first)
  if (again.length === 0) return countRun(first)
  process.stdout.write(`\n── tests: ${again.length} that failed once more, by themselves\n`)
  return countRun(joinRuns(first, await runOnce([...projects, '--maxWorkers=1', ...again])))
}

async function runOnce(args: readonly string[]): Promise<TestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-check-'))
  const file = join(folder, 'run.json')
  try {
    const end = await runVitest(args, file)
    const run: TestRun = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestRun) : { files: [], errors: [] }
    // vitest fails for reasons of its own as well, such as a filter that matches no file.
    if (end !== 0 && countRun(run).failed === 0) run.errors.push(`vitest ended with ${end}`)
    return run
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runVitest(args: readonly string[], run: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, REPRISE_TEST_RUN: run },
      timeout: timeLimitInMinutes * 60_000,
    })
    const forward = (signal: NodeJS.Signals) => child.kill(signal)
    process.once('SIGINT', forward).once('SIGTERM', forward)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve(code ?? signal ?? 1)
    })
  })
}
