import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultTracker, type RecordedRun } from '@reprise/sdk'
import { describeRun } from './describe-run.ts'
import { queryRuns, questions } from './query-runs.ts'
import { runSamples } from './run-samples.ts'

/** Milliseconds that a server gets to show its page. */
const PATIENCE = 10_000
const RECENT = 5

interface Check {
  readonly about: string
  /** Rejects with what is wrong. */
  run(print: (line: string) => void): Promise<void>
}

/** From nothing to runs that someone looks at, one step after the other. */
function checksFor(filterString: string | undefined): readonly Check[] {
  return [
    { about: 'Initialise tracking', run: findServer },
    { about: 'Run both procedures', run: tryProcedures },
    { about: 'Query and show recent runs', run: (print) => showRuns(filterString, print) },
    { about: 'Verify that the server can be looked at', run: openPage },
  ]
}

/** Makes the checks and says how each went. Answers how many failed; what comes after a step that failed is tried all the same. */
export async function checkTracking(filterString: string | undefined, print: (line: string) => void): Promise<number> {
  let failed = 0
  for (const [index, { about, run }] of checksFor(filterString).entries()) {
    print(`${index === 0 ? '' : '\n'}${index + 1}. ${about}`)
    try {
      await run(print)
    } catch (error) {
      failed += 1
      print(`FAILED: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  print(failed === 0 ? '\nTracking works.' : `\n${failed} of 4 steps failed.`)
  return failed
}

async function findServer(print: (line: string) => void): Promise<void> {
  const { client } = defaultTracker
  // Logging would go on without a server, and send everything later; whoever checks wants to know now.
  await client.searchExperiments({ max_results: 1 })
  print(`Runs go to ${client.url}.`)
}

async function tryProcedures(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'procedures-'))
  try {
    await runSamples(folder, print)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function showRuns(filterString: string | undefined, print: (line: string) => void): Promise<void> {
  if (filterString !== undefined) return show('runs', filterString, await queryRuns(filterString), print)
  const recent = await queryRuns('', RECENT)
  const procedures = new Set((await queryRuns()).map(({ params }) => params['procedure_name']))
  for (const name of ['close-issue', 'extract-best-frame']) {
    if (!procedures.has(name)) throw new Error(`there is no run of ${name}`)
  }
  show('recent runs', 'no filter', recent, print)
  for (const [question, filter] of questions) show(question, filter, await queryRuns(filter), print)
}

function show(question: string, filter: string, runs: readonly RecordedRun[], print: (line: string) => void): void {
  print(`${question} (${filter}): ${runs.length}`)
  for (const run of runs) print(`  ${describeRun(run)}`)
}

async function openPage(print: (line: string) => void): Promise<void> {
  const { client } = defaultTracker
  if (!/^https?:/.test(client.url)) return print(`Runs are kept in the folder ${client.url}: there is no server to look at.`)
  if (!(await client.health())) throw new Error(`${client.url}/health does not say that the server is well`)
  const { ok, status } = await fetch(client.url, { signal: AbortSignal.timeout(PATIENCE) })
  if (!ok) throw new Error(`${client.url} answers ${status}`)
  print(`${client.url} answers, and says that it is well.`)
}
