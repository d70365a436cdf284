// Logs to the store at argv[2]: one call at a time, then many at once, and prints a line after each acknowledgement.
import { writeSync } from 'node:fs'
import { ask, createRun } from '../../../contract/ask.ts'
import { openSqliteStore } from '../sqlite-store.ts'

const store = await openSqliteStore({ path: process.argv[2] ?? '', artifactRoot: 'mlflow-artifacts:/' })
const runId = await createRun(store)
const log = (step: number) => ask(store, 'logMetric', { run_id: runId, key: 'm', value: step, timestamp: step, step })
writeSync(1, 'begin\n')
for (let step = 0; step < 20; step++) {
  await log(step)
  writeSync(1, 'acknowledged\n')
}
await Promise.all(Array.from({ length: 500 }, (_, step) => log(step)))
writeSync(1, 'together\n')
await store.close()
