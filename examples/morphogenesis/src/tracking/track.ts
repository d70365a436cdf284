import type { Options } from '../options/index.ts'
import { countEpochs, trainMorphogenesis, type Phase, type TrainingResult } from '../training/index.ts'
import { Recording } from './recording.ts'
import type { TrackedRun } from './tracked-run.ts'

/** How far a training is, for a progress line. */
export interface Progress {
  readonly epoch: number
  /** Of how many. */
  readonly epochs: number
  readonly phase: Phase
  readonly val_acc: number
  readonly best_acc: number
}

/**
 * Trains, and records the training in `run`, which has been started (see `describeRun`). The run is ended here:
 * FINISHED, or FAILED with what was logged so far and the error at the end of the log.
 * @throws the error that ended the training
 */
export async function trackMorphogenesis(
  options: Options,
  run: TrackedRun,
  onProgress: (progress: Progress) => void = () => {},
): Promise<TrainingResult> {
  const recording = new Recording(run)
  let result: TrainingResult
  try {
    result = await trainMorphogenesis(options, {
      onPhase: (phase, epoch) => recording.enterPhase(phase, epoch),
      async onEpoch(report) {
        await recording.addEpoch(report)
        onProgress({ ...report, epochs: countEpochs(options) })
      },
    })
    await recording.addResult(result)
  } catch (error) {
    await recording.fail(error)
    throw error
  }
  await run.end('FINISHED')
  return result
}
