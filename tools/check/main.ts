// `npm test`: every static check, then every test; goes on after a failure and ends with one line that counts them all.
import { availableParallelism } from 'node:os'
import { parseArguments, usage, type Selection } from './arguments.ts'
import { checks } from './checks/index.ts'
import { formatTotals, summariseFailures, summariseSkips, type TestTotals } from './closing-line.ts'
import { reportProblems, type Check, type CheckResult } from './check.ts'
import { runTests } from './tests.ts'

interface Outcome {
  name: string
  passed: boolean
  seconds: number
}

const print = (line: string) => process.stdout.write(`${line}\n`)

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--list')) return listChecks()
  if (args.includes('--help')) return printUsage()
  const selection = parseArguments(args)
  const started = performance.now()
  const outcomes: Outcome[] = []
  for (const check of checks.filter(({ name }) => selection.checks.includes(name))) outcomes.push(await runCheck(check))
  const totals = selection.tests === undefined ? undefined : await runTestGroups(selection.tests, outcomes)
  return summarise(outcomes, totals, secondsSince(started))
}

async function runCheck(check: Check): Promise<Outcome> {
  print(`\n── ${check.name}: ${check.about}`)
  const started = performance.now()
  const { passed, output } = await check
    .run()
    .catch((error: unknown): CheckResult => reportProblems([String((error as Error).stack ?? error)]))
  if (output.trim() !== '') print(output.trimEnd())
  const seconds = secondsSince(started)
  print(`${passed ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`)
  return { name: check.name, passed, seconds }
}

async function runTestGroups(tests: NonNullable<Selection['tests']>, outcomes: Outcome[]): Promise<TestTotals> {
  print(`\n── tests: ${[...tests.groups, ...tests.filters].join(' ') || 'all groups'}`)
  const started = performance.now()
  const totals = await runTests(tests)
  outcomes.push({ name: 'tests', passed: totals.failed === 0, seconds: secondsSince(started) })
  return totals
}

/** Prints the closing lines and returns the exit code: 0 only when something ran and nothing failed. */
function summarise(outcomes: readonly Outcome[], totals: TestTotals | undefined, seconds: number): number {
  print(`\n── summary (Node.js ${process.versions.node}, ${availableParallelism()} cores, ${Math.round(seconds)} s)`)
  for (const outcome of outcomes)
    print(`${outcome.passed ? 'passed' : 'FAILED'}  ${outcome.name.padEnd(12)} ${outcome.seconds.toFixed(1).padStart(7)} s`)
  const slowest = totals?.slowest.slice(0, 8) ?? []
  if (slowest.length > 0) print('slowest test files:')
  for (const { file, milliseconds } of slowest) print(`  ${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${file}`)

  for (const line of totals === undefined ? [] : summariseFailures(totals)) print(line)
  const statics = outcomes.filter(({ name }) => name !== 'tests')
  const count = {
    passed: statics.filter(({ passed }) => passed).length + (totals?.passed ?? 0),
    failed: statics.filter(({ passed }) => !passed).length + (totals?.failed ?? 0),
    skipped: totals?.skipped ?? 0,
  }
  for (const line of summariseSkips(totals?.skips ?? [])) print(line)
  if (count.skipped > 0 && process.env['CI'] === 'true') {
    print(`under CI a skipped test counts as failed: ${count.skipped}`)
    count.failed += count.skipped
    count.skipped = 0
  }
  if (count.passed + count.failed === 0) print('nothing ran')
  print(formatTotals(count))
  return count.failed === 0 && count.passed > 0 ? 0 : 1
}

function listChecks(): number {
  for (const { name, about } of checks) print(`${name.padEnd(12)} ${about}`)
  return 0
}

function printUsage(): number {
  print(usage)
  return 0
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n\n${usage}\n`)
  return 2
})
