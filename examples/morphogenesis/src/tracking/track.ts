import type { Options } from '../options/index.ts'
import { encodeModel, type ModelDescription } from '../model/index.ts'
import { writeResults, type RunFolder } from '../outputs/index.ts'
import type { Dataset } from '../problems/dataset.ts'
import { problems } from '../problems/index.ts'
import { countEpochs, trainMorphogenesis, type Phase, type TrainingResult } from '../training/index.ts'
import { summaryOf } from './metrics.ts'
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

/** What a training reads and writes besides its run. */
export interface TrackContext {
  /** Default: the dataset that the options describe. */
  readonly dataset?: Dataset | undefined
  /** Folder for `metrics.json` and the model. */
  readonly results?: string | undefined
  /** For the log and the events of TensorBoard, while the training goes on. */
  readonly folder?: RunFolder | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Trains, and records the training in `run`, which has been started (see `describeRun`). The run is ended here:
 * FINISHED, or FAILED with what was logged so far and the error at the end of the log.
 * @throws the error that ended the training
 */
export async function trackMorphogenesis(options: Options, run: TrackedRun, context: TrackContext = {}): Promise<TrainingResult> {
  const recording = new Recording(run, context.folder)
  let result: TrainingResult
  try {
    result = await trainMorphogenesis(options, {
      dataset: context.dataset,
      observer: {
        onPhase: (phase, epoch) => recording.enterPhase(phase, epoch),
        async onEpoch(report) {
          await recording.addEpoch(report)
          context.onProgress?.({ ...report, epochs: countEpochs(options) })
        },
      },
    })
    const model = encodeModel(result.network, describeModel(options, result))
    if (context.results !== undefined) writeResults(context.results, { metrics: summaryOf(result), model })
    await recording.addResult(result, model)
  } catch (error) {
    await recording.fail(error)
    throw error
  }
  await run.end('FINISHED')
  return result
}

function describeModel(options: Options, result: TrainingResult): ModelDescription {
  const { problem_type, hidden_dim, num_layers, seeds_per_layer, seed_dim } = options
  const { dimensions: inputs, classes } = problems[problem_type]
  return { problem_type, shape: { inputs, classes, hidden_dim, num_layers, seeds_per_layer, seed_dim }, metrics: summaryOf(result) }
}
