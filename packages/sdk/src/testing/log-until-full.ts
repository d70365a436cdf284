// Logs to the server at argv[2], which is away, until the spool folder at argv[3] is full; says so, waits for a line, logs on and ends.
import { once } from 'node:events'
import { createTracker } from '../tracker.ts'

const BATCH = 1_000
const problems: string[] = []
const [, , trackingUri, spool] = process.argv
const onProblem = ({ message }: Error): void => void problems.push(message)
const tracker = createTracker({ trackingUri, spool, retries: 0, flushTimeout: 60_000, endOnExit: false, onProblem })
const run = await tracker.startRun()
const kept: number[] = []
let lost = 0
/** A batch is one record. */
async function logBatch(step: number): Promise<void> {
  for (let index = 0; index < BATCH; index++) run.logMetric(`metric-${index}`, step, { step })
  const delivery = await run.flush()
  if (delivery.lost === lost) kept.push(step)
  ;({ lost } = delivery)
}

let step = 0
while (lost < 3) await logBatch(step++)
const artifact = await run.logText('x'.repeat(1_000_000), 'large.txt').catch((error: unknown) => String(error))
process.stdout.write('full\n')
await once(process.stdin, 'data')
await run.flush()
await logBatch(step++)
const delivery = await run.end()
process.stdout.write(JSON.stringify({ runId: run.id, kept, lost, artifact, delivery, problems }))
process.exit()
