import { AxGen } from '@ax-llm/ax'
import type { ParamValue, Run, Tracker } from '@reprise/sdk'
import { compare, type Performance } from '../evaluation/performance.ts'
import { toModelFile } from '../programs/model-file.ts'
import { comparePairs } from '../significance/compare-pairs.ts'
import { runType } from './describe-request.ts'
import type { Model, Optimization, Outcome, Trial } from './optimization.ts'

const MESSAGE_LENGTH = 2_000

/** The run that an optimisation is recorded in. */
export interface Recording {
  readonly run: Run
  readonly tracker: Tracker
  readonly experimentName: string | undefined
}

/** An optimisation that is logged to a run, or, without one, to nowhere. */
export class RecordedOptimization implements Optimization {
  readonly #recording: Recording | undefined
  readonly #underWay: Promise<unknown>[] = []
  #iterations = 0
  #best = -Infinity

  constructor(recording: Recording | undefined) {
    this.#recording = recording
  }

  get runId(): string | undefined {
    return this.#recording?.run.id
  }

  get url(): string | undefined {
    return this.#recording?.run.url
  }

  get iterations(): number {
    return this.#iterations
  }

  logTrainingData(examples: readonly unknown[]): void {
    this.logJson(examples, 'training_data.json')
  }

  logBaseline(baseline: Performance): void {
    this.#logMetrics(describePerformance('baseline', baseline))
  }

  logTrial(trial: Trial): void {
    this.#iterations += 1
    this.#best = Math.max(this.#best, trial.score)
    this.#logMetrics({ score: trial.score, best_score: this.#best }, this.#iterations)
    const { run, tracker, experimentName } = this.#recording ?? {}
    if (run === undefined || tracker === undefined) return
    const described = {
      name: `trial_${this.#iterations}`,
      experimentName,
      parentRunId: run.id,
      tags: { [runType.tag]: runType.trial },
      params: { iteration: this.#iterations, ...trial.parameters },
      required: false,
    }
    this.#begin(
      tracker.withRun(described, async (child) => {
        attempt(() => child.logMetrics({ score: trial.score, ...trial.metrics }))
        if (trial.detail !== undefined) await attach(child, trial.detail, 'trial.json')
      }),
    )
  }

  logOptimized(optimized: Performance, baseline: Performance): Outcome {
    const improvement = compare(baseline, optimized)
    const significance =
      baseline.scores === undefined || optimized.scores === undefined ? undefined : comparePairs(baseline.scores, optimized.scores)
    this.#logMetrics({
      ...describePerformance('optimized', optimized),
      success_rate_improvement: improvement.successRate,
      cost_reduction: improvement.costReduction,
      latency_reduction_ms: improvement.latencyReductionMs,
      quality_improvement: improvement.quality,
      improvement_percentage: improvement.percentage,
      statistical_significance: significance?.pValue,
    })
    if (significance !== undefined) {
      this.#setTags({
        significance_test: significance.test,
        significance_pairs: `${significance.differingPairs} of ${optimized.scores?.length ?? 0} differ`,
        significant_improvement: significance.isImprovement,
      })
    }
    return { improvement, significance }
  }

  logKeyImprovements(lines: readonly string[]): void {
    const { run } = this.#recording ?? {}
    if (run !== undefined) this.#begin(attach(run, lines.map((line) => `${line}\n`).join(''), 'key_improvements.txt'))
  }

  logModelArtifact({ model, artifactName = 'optimized_model', metadata = {} }: Model): void {
    assertFileName(artifactName)
    this.logJson(model instanceof AxGen ? toModelFile(model) : model, `models/${artifactName}.json`)
    this.logJson({ created_at: new Date().toISOString(), ...metadata }, `models/${artifactName}_metadata.json`)
  }

  logJson(value: unknown, artifactPath: string): void {
    const { run } = this.#recording ?? {}
    if (run !== undefined) this.#begin(attach(run, value, artifactPath))
  }

  /** Logs what is known in the end, and settles when runs of trials and files are with the server or in the spool. */
  async finish(seconds: number, error?: unknown): Promise<void> {
    this.#logMetrics({ iterations: this.#iterations, duration_seconds: seconds })
    if (error !== undefined) this.#setTags(describeError(error))
    await Promise.allSettled(this.#underWay)
  }

  #begin(work: Promise<unknown>): void {
    this.#underWay.push(work.catch(warn))
  }

  #logMetrics(metrics: Readonly<Record<string, number | undefined>>, step?: number): void {
    attempt(() => this.#recording?.run.logMetrics(metrics, { step }))
  }

  #setTags(tags: Readonly<Record<string, ParamValue>>): void {
    attempt(() => this.#recording?.run.setTags(tags))
  }
}

function describePerformance(prefix: 'baseline' | 'optimized', performance: Performance): Record<string, number | undefined> {
  return {
    [`${prefix}_success_rate`]: performance.successRate,
    [`${prefix}_avg_cost`]: performance.avgCost,
    [`${prefix}_avg_latency_ms`]: performance.avgLatencyMs,
    [`${prefix}_quality_score`]: performance.qualityScore,
  }
}

export function assertFileName(artifactName: string): void {
  if (/^[\w.-]+$/.test(artifactName) && !artifactName.startsWith('.')) return
  throw new RangeError(`'${artifactName}' is no name of a model: it has letters, digits, '_', '-' and '.' only.`)
}

/** A file that can not be attached is named by the run, and fails nothing. */
async function attach(run: Run, value: unknown, artifactPath: string): Promise<void> {
  try {
    await (typeof value === 'string' ? run.logText(value, artifactPath) : run.logDict(value, artifactPath))
  } catch (error) {
    warn(error)
    if (!run.isEnded) run.setTag('artifact_error', `${artifactPath}: ${messageOf(error)}`)
  }
}

function attempt(log: () => void): void {
  try {
    log()
  } catch (error) {
    warn(error)
  }
}

function warn(error: unknown): void {
  console.warn(`reprise: ${messageOf(error)}`)
}

/** Messages of ax may have a whole request in them, which is more than a tag holds. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH)
}

function describeError(error: unknown): Record<string, string> {
  return { error_type: error instanceof Error ? error.name : typeof error, error_message: messageOf(error) }
}
