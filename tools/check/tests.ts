import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Selection, testGroups } from './arguments.ts'
import { noTotals, type TestTotals } from './closing-line.ts'
import { root } from './repository.ts'

/** Longer than this and something hangs: the run is ended, and counts as one failure. */
const timeLimitInMilliseconds = 60 * 60_000

/** Runs vitest with its output as it comes, and returns what it counted. A vitest that dies without counting is one failure. */
export async function runTests({ groups, filters }: NonNullable<Selection['tests']>): Promise<TestTotals> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-check-'))
  const file = join(folder, 'totals.json')
  try {
    // What is tried by hand is a project of its own, in no group.
    const chosen = groups.length === 0 ? testGroups : groups
    const code = await runVitest([...chosen.flatMap((group) => ['--project', group]), ...filters], file)
    const totals = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestTotals) : noTotals()
    // vitest fails for reasons of its own as well, such as a filter that matches no file.
    if (code !== 0 && totals.failed === 0) totals.failed = 1
    return totals
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runVitest(args: readonly string[], totals: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, REPRISE_TEST_TOTALS: totals },
      timeout: timeLimitInMilliseconds,
    })
    const forward = (signal: NodeJS.Signals) => child.kill(signal)
    process.once('SIGINT', forward).once('SIGTERM', forward)
    child.on('error', reject)
    child.on('exit', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve(code ?? 1)
    })
  })
}
