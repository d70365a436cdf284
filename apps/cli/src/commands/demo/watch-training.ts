import type { Client } from '@reprise/client'
import type { Run } from '@reprise/protocol'

/** How far a training is, as the server tells it. */
export interface TrainingState {
  readonly epoch: number
  readonly epochs: number
  /** Fractions of 1. */
  readonly accuracy: number
  readonly best: number
}

/** Milliseconds between two looks at a run that goes on. */
const INTERVAL = 250

/** Follows the first run that begins from now on: yields what the server knows of it whenever points have come, until the signal aborts. */
export async function* watchTraining(client: Client, signal: AbortSignal): AsyncIterable<TrainingState> {
  let lookedAt = -Infinity
  let watched: string | undefined
  for await (const event of client.events({ signal })) {
    if (event.kind === 'run-created') watched ??= event.runId
    if (event.kind !== 'points' || event.runId === undefined || event.runId !== watched) continue
    if (performance.now() - lookedAt < INTERVAL) continue
    lookedAt = performance.now()
    const { run } = await client.getRun({ run_id: event.runId })
    const state = readState(run)
    if (state !== undefined) yield state
  }
}

/** What a run says of its training. Undefined before the first epoch is over. */
export function readState({ data }: Run): TrainingState | undefined {
  const metric = (name: string) => data?.metrics.find(({ key }) => key === name)
  const param = (name: string): number => Number(data?.params.find(({ key }) => key === name)?.value ?? 0)
  const accuracy = metric('val_acc')
  if (accuracy === undefined) return undefined
  return {
    epoch: Number(accuracy.step ?? 0),
    epochs: param('warm_up_epochs') + param('adaptation_epochs'),
    accuracy: accuracy.value,
    best: metric('best_acc')?.value ?? accuracy.value,
  }
}
