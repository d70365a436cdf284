// The training of the demo, in a process of its own: it logs through the SDK to the server it is pointed at.
import { describeRun, parseOptions, trackMorphogenesis } from '@reprise/example-morphogenesis'
import { startRun } from '@reprise/sdk'
import type { TrainingMessage } from './training.ts'

// Without the demo, and so without its server, there is nobody to train for.
process.once('disconnect', () => process.exit(1))
const options = parseOptions(process.argv.slice(2))
const run = await startRun(describeRun(options))
await trackMorphogenesis(options, run, (progress) => tell({ kind: 'progress', progress }))
await new Promise((resolve) => process.send?.({ kind: 'done', runId: run.id } satisfies TrainingMessage, resolve))
process.exit()

function tell(message: TrainingMessage): void {
  process.send?.(message)
}
