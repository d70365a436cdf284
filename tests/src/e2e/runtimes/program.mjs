// Run by runtimes.test.ts under each runtime: everything of the SDK that touches what runtimes do differently.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [entry, server, spool] = process.argv.slice(2)
const { activeRun, configure, logMetric, startRun, step, syncSpool, track, withRun } = await import(entry)

configure({ trackingUri: server, spool, experimentName: 'runtimes', retries: 1 })

const run = await startRun({ name: 'whole', params: { lr: 0.1, deep: [1, { a: 2 }] }, system: { interval: 50 } })
for (let index = 0; index < 2_500; index++) run.logMetric('loss', 1 / (index + 1), { step: index })
run.logMetric('odd', Number.NaN, { step: 9007199254740993n })
logMetric('through the active run', 1)
const inner = track('inner', async (_given) => {
  step('one')
  await new Promise((resolve) => setTimeout(resolve, 5))
  logMetric('inside', 1)
  return activeRun().id
})
const innerId = await inner({ issue: 7 })
const fails = track('fails', () => {
  throw new TypeError('as planned')
})
try {
  fails()
} catch (error) {
  if (error.message !== 'as planned') throw error
}
const folder = mkdtempSync(join(tmpdir(), 'reprise-runtime-'))
writeFileSync(join(folder, 'file.bin'), new Uint8Array(300_000).fill(7))
await run.logArtifact(join(folder, 'file.bin'))
await run.logArtifacts(folder, { artifactFolder: 'all' })
await run.logText('text', 'text.txt')
rmSync(folder, { recursive: true })
await new Promise((resolve) => setTimeout(resolve, 200))
const delivery = await run.end()
const parallel = await Promise.all(
  ['a', 'b'].map((name) =>
    withRun({ name }, async (child) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return activeRun() === child
    }),
  ),
)

configure({ trackingUri: 'http://127.0.0.1:9', spool, retries: 0, flushTimeout: 2_000, onProblem() {} })
const offline = await startRun({ name: 'offline' })
offline.logMetric('kept', 1)
const kept = await offline.end()

console.log(
  JSON.stringify({
    runId: run.id,
    innerId,
    offlineId: offline.id,
    delivery,
    parallel,
    kept,
    spoolIsFunction: typeof syncSpool === 'function',
  }),
)
configure({ trackingUri: server, spool, experimentName: 'runtimes' })
// Left open: the end of the program ends it.
const left = await startRun({ name: 'left open' })
left.logMetric('m', 1)
