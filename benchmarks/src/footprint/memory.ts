import { setTimeout as sleep } from 'node:timers/promises'
import { watchGrowth } from '../artifacts/watch-growth.ts'
import { createRun, repeatInParallel } from '../load/api.ts'
import { createPatchedRequests } from '../load/patched-request.ts'
import type { Recorder } from '../report/report.ts'
import type { Subject } from '../servers/subjects.ts'

const BATCH = 1_000
const KEYS = 10
/** For the garbage collector and for work that was put off. */
const REST_MILLISECONDS = 2_000

/** Memory of a server that nobody has asked for anything, and after so many points in so many runs. */
export async function measureMemory(
  subject: Subject,
  { points, runs }: { readonly points: number; readonly runs: number },
  record: Recorder,
): Promise<void> {
  await using server = await subject.start()
  await sleep(REST_MILLISECONDS)
  const idle = server.memory()
  record('memory, idle', subject.name, [{ memory: idle.pss, resident: idle.resident, milliseconds: server.startMilliseconds }])
  const stopWatching = watchGrowth(server)
  const batches = Math.max(1, Math.round(points / runs / BATCH))
  await repeatInParallel(server.url, runs, async (connection, index) => {
    const run = subject.keepsRuns ? await createRun(server.url, connection, '0', index) : 'f'.repeat(32)
    const next = createPatchedRequests(server.url, '/api/2.0/mlflow/runs/log-batch', batchOf(run))
    for (let batch = 0; batch < batches; batch++) {
      const { status, body } = await connection.send(next())
      if (status !== 200) throw new Error(`log-batch answered ${status}: ${body.toString('utf8').slice(0, 300)}`)
    }
  })
  const { peak } = stopWatching()
  await sleep(REST_MILLISECONDS)
  record(`memory, loaded with ${(runs * batches * BATCH).toLocaleString('en')} points`, subject.name, [
    { memory: server.memory().pss, resident: peak },
  ])
}

function batchOf(run: string): string {
  const metrics = Array.from({ length: BATCH }, (_, index) => {
    const step = String(Math.floor(index / KEYS)).padStart(2, '0')
    return `{"key":"metric-${index % KEYS}","value":${Math.random()},"timestamp":170000#####${step},"step":1#####${step}}`
  })
  return `{"run_id":"${run}","metrics":[${metrics.join(',')}]}`
}
