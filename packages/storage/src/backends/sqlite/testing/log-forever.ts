// Logs to runs, and moves one of them to and fro between experiments, in the store at argv[2], from the step argv[3] on, until it is killed, and prints each step once it is acknowledged.
import { writeSync } from 'node:fs'
import { ask, createRun } from '../../../contract/ask.ts'
import { openSqliteStore } from '../sqlite-store.ts'

const [path = '', first = '0'] = process.argv.slice(2)
const store = await openSqliteStore({ path, artifactRoot: 'mlflow-artifacts:/' })
const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(32))
for (const runId of ids) await createRun(store, { run_id: runId }).catch(() => {})
await ask(store, 'createExperiment', { name: 'other' }).catch(() => {})
const { experiment } = await ask(store, 'getExperimentByName', { experiment_name: 'other' })
for (let step = Number(first); ; step++) {
  await Promise.all([
    ask(store, 'logMetric', { run_id: ids[0] ?? '', key: 'single', value: step, timestamp: step, step }),
    ask(store, 'logMetric', { run_id: ids[1] ?? '', key: 'single', value: step, timestamp: step, step }),
    ask(store, 'logBatch', {
      run_id: ids[2] ?? '',
      metrics: Array.from({ length: 1_000 }, (_, index) => ({
        key: `m${index % 3}`,
        value: index,
        timestamp: step,
        step: step * 1_000 + index,
      })),
    }),
    ask(store, 'logBatch', {
      run_id: ids[step % 2] ?? '',
      params: Array.from({ length: 20 }, (_, index) => ({ key: `p${step}.${index}`, value: String(step * index) })),
    }),
    ask(store, 'moveRuns', { run_ids: [ids[1] ?? ''], experiment_id: step % 3 === 0 ? experiment.experiment_id : '0' }),
    ask(store, 'setTag', { run_id: ids[0] ?? '', key: 'last', value: String(step) }),
  ])
  // At once, without a buffer of ours that would die with the process.
  writeSync(1, `${step}\n`)
}
