// Logs to a store on the small disk at argv[2] until the disk is full, makes space, logs on, opens the store again, and prints what it saw.
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { ask, createRun, dataOf, historyOf } from '../../../contract/ask.ts'
import { openSqliteStore } from '../sqlite-store.ts'

const MEGABYTE = 1024 * 1024
const disk = process.argv[2] ?? ''
const filler = join(disk, 'filler')
const open = () => openSqliteStore({ path: join(disk, 'store.db'), artifactRoot: 'mlflow-artifacts:/' })
let store = await open()
const runId = await createRun(store)
const stepsOf = async () => (await historyOf(store, runId, 'm7')).map(({ step }) => step)

await writeFile(filler, Buffer.alloc(12 * MEGABYTE))
const acknowledged: number[] = []
let refusal: unknown
for (let step = 0; refusal === undefined; step++) {
  await ask(store, 'logBatch', {
    run_id: runId,
    metrics: Array.from({ length: 900 }, (_, index) => ({ key: `m${index}`, step, timestamp: step, value: Math.random() })),
    tags: [{ key: `t${step % 50}`, value: 'x'.repeat(5_000) }],
  }).then(
    () => acknowledged.push(step),
    (error: unknown) => (refusal = error),
  )
}
await rm(filler)
await ask(store, 'logMetric', { run_id: runId, key: 'after', value: 1, timestamp: 1 })
const kept = await stepsOf()
const last = (await dataOf(store, runId)).metrics['m7']?.step
await store.close()
store = await open()
const keptAfterwards = await stepsOf()
const { problems } = await store.verify()
await store.close()
if (!(refusal instanceof RepriseError)) throw new Error('It failed with something else.', { cause: refusal })
const { code, message, hint } = refusal
process.stdout.write(JSON.stringify({ refusal: { code, message, hint }, acknowledged, kept, last, keptAfterwards, problems }))
