// The program: `npm run example -- procedures`, or with a filter of your own: `npm run example -- procedures "metrics.success = 0"`.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configure, type RecordedRun } from '@reprise/sdk'
import { queryRuns, questions, runSamples } from './index.ts'

configure({ experimentName: 'procedures' })
const folder = await mkdtemp(join(tmpdir(), 'procedures-'))
try {
  await runSamples(folder, print)
} finally {
  await rm(folder, { recursive: true, force: true })
}
const [filter] = process.argv.slice(2)
for (const [question, asked] of filter === undefined ? questions : [['runs', filter] as const]) {
  const runs = await queryRuns(asked)
  print(`\n${question} (${asked}): ${runs.length}`)
  for (const run of runs) print(`  ${describe(run)}`)
}

function describe({ id, name = '', params, metrics, status, tags }: RecordedRun): string {
  const what = params['issue_number'] ?? params['video_path']?.split('/').at(-1) ?? ''
  const seconds = (metrics['duration_seconds'] ?? 0).toFixed(2)
  const error = tags['error_message'] === undefined ? '' : ` (${tags['error_message']})`
  return `${id.slice(0, 8)} ${name} ${what} ${status} after ${metrics['steps_completed'] ?? 0} steps, ${seconds} s${error}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
