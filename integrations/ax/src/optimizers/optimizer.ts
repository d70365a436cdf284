import type { AxAIService, AxGenOut } from '@ax-llm/ax'
import type { Trial } from '../tracking/optimization.ts'
import type { Example, Metric, Program } from '../programs/program.ts'

/** What an optimiser is given. */
export interface OptimizationTask<IN, OUT extends AxGenOut> {
  /** To be left as the best that was found. When `optimize` rejects it is put back as it was. */
  readonly program: Program<IN, OUT>
  /** The model that the program runs on. */
  readonly ai: AxAIService
  /** The model that finds instructions and demonstrations; where none was given the same. */
  readonly teacherAI: AxAIService
  /** What instructions and demonstrations may be made of. */
  readonly training: readonly Example<IN>[]
  /** What candidates are chosen by. Never among the examples that the result is judged by. */
  readonly validation: readonly Example<IN>[]
  readonly metric: Metric<IN, OUT>
  /** Whether the time for the optimisation is used up: no other trial should begin. */
  readonly isOutOfTime: () => boolean
  /** To be told of each trial, once its score is known. */
  readonly onTrial: (trial: Trial) => void
}

/** A way to make programs better. */
export interface Optimizer {
  /** The param `algorithm`. */
  readonly algorithm: string
  /** `algorithm_parameters.json`, and params of the run. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  optimize<IN, OUT extends AxGenOut>(task: OptimizationTask<IN, OUT>): Promise<void>
}
