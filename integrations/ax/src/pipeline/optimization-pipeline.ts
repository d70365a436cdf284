import type { AxAIService, AxGenOut } from '@ax-llm/ax'
import { type MeasuredPerformance, measureProgram, type Prices } from '../evaluation/measure-program.ts'
import type { Optimizer } from '../optimizers/optimizer.ts'
import { type Example, type Metric, pickInputs, type Program, readState, writeState } from '../programs/program.ts'
import type { Optimization, OptimizationRequest, Outcome, Trial } from '../tracking/optimization.ts'
import { OptimizationTracker, type OptimizationTrackerOptions } from '../tracking/optimization-tracker.ts'
import { describeImprovements } from './key-improvements.ts'
import { type Split, splitExamples } from './split-examples.ts'

/** What is to be made better, by what, and what it is judged by. */
export interface OptimizationJob<IN, OUT extends AxGenOut> {
  /** Algorithm and its parameters are those of the optimiser. */
  readonly request: Omit<OptimizationRequest, 'algorithm' | 'parameters'>
  readonly optimizer: Optimizer
  /** It is changed in place; when the optimisation fails it is as it was. */
  readonly program: Program<IN, OUT>
  readonly ai: AxAIService
  /** Finds instructions and demonstrations; default `ai`. */
  readonly teacherAI?: AxAIService | undefined
  readonly metric: Metric<IN, OUT>
  readonly training: readonly Example<IN>[]
  /** What candidates are chosen by; default: a third of `training`, which then is not trained on. */
  readonly validation?: readonly Example<IN>[] | undefined
  /** What baseline and result are judged by; the optimiser never sees them. */
  readonly heldOut: readonly Example<IN>[]
  /** The score from which an answer is a success; default 1. */
  readonly successScore?: number | undefined
  /** For the costs: without them none are logged. */
  readonly prices?: Prices | undefined
  /** Told of the baseline, then of each trial. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export type Progress =
  | { readonly kind: 'baseline'; readonly performance: MeasuredPerformance; readonly url: string | undefined }
  | { readonly kind: 'trial'; readonly iteration: number; readonly trial: Trial }

export interface OptimizationResult<IN, OUT extends AxGenOut> extends Outcome {
  readonly program: Program<IN, OUT>
  readonly baseline: MeasuredPerformance
  readonly optimized: MeasuredPerformance
  readonly trials: readonly Trial[]
  readonly keyImprovements: readonly string[]
  /** Undefined where nothing is tracked. */
  readonly runId: string | undefined
  readonly url: string | undefined
}

/**
 * Optimises programs and tracks how: baseline and result on the same held-out examples, every trial, and the program itself.
 *
 *     const pipeline = new OptimizationPipeline({ config: { trackingUri: 'http://127.0.0.1:5000' } })
 *     const { optimized, significance } = await pipeline.runOptimization({
 *       request: { targetType: 'prompt', targetId: 'ticket-router', version: 'v1.0' },
 *       optimizer: createOptimizer('gepa'),
 *       program, ai, metric, training, heldOut,
 *     })
 */
export class OptimizationPipeline {
  /** Finds what was tracked, and loads models. */
  readonly tracker: OptimizationTracker

  constructor(options: OptimizationTrackerOptions = {}) {
    this.tracker = new OptimizationTracker(options)
  }

  /** Rejects where the model can not be reached or the optimiser fails; never because of tracking. */
  async runOptimization<IN, OUT extends AxGenOut>(job: OptimizationJob<IN, OUT>): Promise<OptimizationResult<IN, OUT>> {
    const examples = splitExamples(job)
    const { request, optimizer } = job
    const described = {
      ...request,
      algorithm: optimizer.algorithm,
      parameters: optimizer.parameters,
      params: {
        ...request.params,
        training_examples: examples.training.length,
        validation_examples: examples.validation.length,
        held_out_examples: job.heldOut.length,
      },
    }
    const { optimization, ...result } = await this.tracker.trackOptimization(described, async (tracked) => ({
      ...(await optimize({ ...job, ...examples }, tracked)),
      optimization: tracked,
    }))
    // Known for certain once all has been sent.
    return { ...result, runId: optimization.runId, url: optimization.url }
  }
}

async function optimize<IN, OUT extends AxGenOut>(
  job: OptimizationJob<IN, OUT> & Split<IN>,
  optimization: Optimization,
): Promise<Omit<OptimizationResult<IN, OUT>, 'runId' | 'url'>> {
  const { program, heldOut, training, validation, onProgress } = job
  const before = readState(program)
  const measure = (): Promise<MeasuredPerformance> => measureProgram({ ...job, examples: heldOut })
  try {
    optimization.logTrainingData([...training, ...validation])
    await warmUp(job)
    const baseline = await measure()
    optimization.logBaseline(baseline)
    onProgress?.({ kind: 'baseline', performance: baseline, url: optimization.url })
    const trials = await search(job, optimization)
    const optimized = await measure()
    const outcome = optimization.logOptimized(optimized, baseline)
    const inputs = heldOut.map((example) => pickInputs(program, example))
    const keyImprovements = describeImprovements({ before, after: readState(program), baseline, optimized, outcome, examples: inputs })
    optimization.logKeyImprovements(keyImprovements)
    optimization.logJson(pairAnswers(heldOut, baseline, optimized), 'held_out_results.json')
    optimization.logModelArtifact({ model: program, metadata: describeModel(job, outcome) })
    return { ...outcome, program, baseline, optimized, trials, keyImprovements }
  } catch (error) {
    writeState(program, before)
    throw error
  }
}

/** One answer that does not count: connecting to the model is no latency of the baseline. */
async function warmUp<IN, OUT extends AxGenOut>(job: OptimizationJob<IN, OUT>): Promise<void> {
  await measureProgram({ ...job, examples: job.heldOut.slice(0, 1) })
}

async function search<IN, OUT extends AxGenOut>(job: OptimizationJob<IN, OUT> & Split<IN>, optimization: Optimization): Promise<Trial[]> {
  const { ai, teacherAI = ai, optimizer, request, onProgress } = job
  const deadline = performance.now() + 1_000 * (request.optimizationTime ?? Infinity)
  const trials: Trial[] = []
  await optimizer.optimize({
    ...job,
    teacherAI,
    isOutOfTime: () => performance.now() > deadline,
    onTrial: (trial) => {
      trials.push(trial)
      optimization.logTrial(trial)
      onProgress?.({ kind: 'trial', iteration: trials.length, trial })
    },
  })
  return trials
}

function describeModel<IN, OUT extends AxGenOut>(
  { request, optimizer }: OptimizationJob<IN, OUT>,
  { improvement, significance }: Outcome,
): Record<string, unknown> {
  return {
    algorithm: optimizer.algorithm,
    target_type: request.targetType,
    target_id: request.targetId,
    version: request.version,
    improvement: improvement.percentage,
    statistical_significance: significance?.pValue,
  }
}

/** What the p-value is made of: anyone can compute it again. */
function pairAnswers<IN>(
  examples: readonly Example<IN>[],
  baseline: MeasuredPerformance,
  optimized: MeasuredPerformance,
): Record<string, unknown>[] {
  const side = ({ answers }: MeasuredPerformance, index: number): Record<string, unknown> => {
    const { score, prediction, error } = answers[index] ?? {}
    return { score, prediction, error }
  }
  return examples.map((example, index) => ({ example, baseline: side(baseline, index), optimized: side(optimized, index) }))
}
