// The training of the demo, in a process of its own: it logs through the SDK to the server it is pointed at.
import { describeRun, parseOptions, trackMorphogenesis } from '@reprise/example-morphogenesis'
import { startRun } from '@reprise/sdk'
import type { TrainingMessage } from './training.ts'

const parsed = parseOptions(process.argv.slice(2))
const run = await startRun(describeRun(parsed))
await trackMorphogenesis(parsed, run, (progress) => tell({ kind: 'progress', progress }))
tell({ kind: 'done', runId: run.id })
process.disconnect?.()

function tell(message: TrainingMessage): void {
  process.send?.(message)
}
