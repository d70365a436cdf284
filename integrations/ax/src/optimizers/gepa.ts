import { AxGEPA, type AxGenOut, type AxOptimizerLoggerData } from '@ax-llm/ax'
import { type Program, readState, toAxMetric, writeState } from '../programs/program.ts'
import type { OptimizationTask, Optimizer } from './optimizer.ts'

export interface GepaOptions {
  /** Instructions to try at most; default 12. */
  readonly trials?: number | undefined
  /** Training examples that an instruction is tried on first; default 10. */
  readonly minibatchSize?: number | undefined
  /** Trials without a better one after which it ends; default 5. */
  readonly earlyStoppingTrials?: number | undefined
  /** Answers that are scored at most; default 600. */
  readonly maxMetricCalls?: number | undefined
  readonly seed?: number | undefined
}

/** Instructions that the teacher writes, from answers and their scores: ax's `AxGEPA` (reflection, Pareto front). Demonstrations stay as they are. */
export function createGepa(options: GepaOptions = {}): Optimizer {
  const { trials = 12, minibatchSize = 10, earlyStoppingTrials = 5, maxMetricCalls = 600, seed = 1 } = options
  return {
    algorithm: 'gepa',
    parameters: {
      trials,
      minibatch_size: minibatchSize,
      early_stopping_trials: earlyStoppingTrials,
      max_metric_calls: maxMetricCalls,
      seed,
    },
    optimize: async (task) => {
      const { program, ai, teacherAI, training, validation, metric } = task
      const { demos } = readState(program)
      giveInstruction(program)
      const optimizer = new AxGEPA({
        studentAI: ai,
        teacherAI,
        numTrials: trials,
        minibatchSize,
        earlyStoppingTrials,
        seed,
        verbose: false,
        debugOptimizer: true,
        optimizerLogger: (event) => tellTrial(event, task, Math.min(minibatchSize, training.length)),
      })
      const { optimizedProgram } = await optimizer.compile(program, training, toAxMetric(metric), {
        validationExamples: validation,
        maxMetricCalls,
        bootstrap: false,
      })
      writeState(program, { components: optimizedProgram?.componentMap ?? {}, demos })
    },
  }
}

/**
 * ax rewrites no empty instruction: it asks the teacher for nothing, without a word. The description in its place leaves prompts as they are, since ax
 * says the same thing once.
 */
function giveInstruction<IN, OUT extends AxGenOut>(program: Program<IN, OUT>): void {
  if ((program.getInstruction() ?? '').trim() !== '') return
  program.setInstruction(program.getSignature().getDescription() ?? 'Fill the output fields from the input fields.')
}

/** ax reports a round when its instruction has been tried, and is still in the program; its score is the sum over the minibatch. */
function tellTrial<IN, OUT extends AxGenOut>(
  event: AxOptimizerLoggerData,
  { program, onTrial }: OptimizationTask<IN, OUT>,
  size: number,
): void {
  if (event.name !== 'RoundProgress') return
  const { target, parent } = event.value.configuration as { target?: string; parent?: number }
  onTrial({
    score: event.value.currentScore / size,
    parameters: { component: target, parent_candidate: parent, examples: size },
    detail: { components: readState(program).components },
  })
}
