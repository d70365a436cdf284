import type { ParamValue } from '@reprise/sdk'
import type { Improvement, Performance } from '../evaluation/performance.ts'
import type { Significance } from '../significance/compare-pairs.ts'

/** What is optimised, and how. */
export interface OptimizationRequest {
  /** Such as `agent`, `workflow`, `prompt`: tag `target_type`. */
  readonly targetType: string
  /** Param `target_id`. */
  readonly targetId: string
  /** Param `algorithm`. */
  readonly algorithm: string
  /** Seconds that it may take; param `optimization_time`, `unlimited` where nothing is said. */
  readonly optimizationTime?: number | undefined
  /** Tag; default `development`. */
  readonly environment?: string | undefined
  /** Tag: that of the target, such as `v1.0`. */
  readonly version?: string | undefined
  /** Of the algorithm: `algorithm_parameters.json`, and a param each. */
  readonly parameters?: Readonly<Record<string, ParamValue>> | undefined
  readonly params?: Readonly<Record<string, ParamValue>> | undefined
  readonly tags?: Readonly<Record<string, ParamValue>> | undefined
}

/** One candidate that an optimiser has tried. */
export interface Trial {
  readonly score: number
  readonly parameters?: Readonly<Record<string, ParamValue>> | undefined
  /** Beside `score`. */
  readonly metrics?: Readonly<Record<string, number>> | undefined
  /** What the candidate is: the artifact `trial.json` of its run. */
  readonly detail?: unknown
}

export interface Model {
  /** A program of ax, or anything that is JSON. */
  readonly model: unknown
  /** Default `optimized_model`. */
  readonly artifactName?: string | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

/** What came of it all. */
export interface Outcome {
  readonly improvement: Improvement
  /** Undefined where the scores of single examples are not known. */
  readonly significance: Significance | undefined
}

/** An optimisation that goes on. What is logged returns at once, and never fails because of tracking. */
export interface Optimization {
  /** Undefined where nothing is tracked. */
  readonly runId: string | undefined
  /** The page of the run. */
  readonly url: string | undefined
  /** Trials so far: metric `iterations`. */
  readonly iterations: number
  /** `training_data.json`. */
  logTrainingData(examples: readonly unknown[]): void
  /** `baseline_success_rate`, `baseline_avg_cost`, `baseline_avg_latency_ms`, `baseline_quality_score`. */
  logBaseline(baseline: Performance): void
  /** A run below this one, with its score and params; a point of `score` and of `best_score` in this one. */
  logTrial(trial: Trial): void
  /** `optimized_*`, what was gained on `baseline`, and `statistical_significance`, where both have scores of the same examples. */
  logOptimized(optimized: Performance, baseline: Performance): Outcome
  /** `key_improvements.txt`, one a line. */
  logKeyImprovements(lines: readonly string[]): void
  /** `models/<artifactName>.json` and `models/<artifactName>_metadata.json`. */
  logModelArtifact(model: Model): void
  /** Any other JSON. */
  logJson(value: unknown, artifactPath: string): void
}
