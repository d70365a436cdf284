import type { EpochReport, Phase, SeedTransition, TrainingResult } from '../training/index.ts'
import { metricsOf, outcomeOf, summaryOf } from './metrics.ts'
import { describeEpoch, describeTransition, toText } from './text-log.ts'
import type { TrackedRun } from './tracked-run.ts'

/** What one training leaves in its run. */
export class Recording {
  readonly #run: TrackedRun
  readonly #log: string[] = []
  readonly #transitions: SeedTransition[] = []

  constructor(run: TrackedRun) {
    this.#run = run
  }

  async enterPhase(phase: Phase, epoch: number): Promise<void> {
    await this.#run.setTags({ phase, [phase]: `began with epoch ${epoch}` })
  }

  async addEpoch(report: EpochReport): Promise<void> {
    const first = this.#transitions.length === 0 ? report.transitions[0] : undefined
    this.#log.push(...describeEpoch(report))
    this.#transitions.push(...report.transitions)
    await this.#run.logMetrics(metricsOf(report), { step: report.epoch })
    if (first) await this.#run.setTags({ first_germination: `${first.seed} in epoch ${first.epoch}` })
  }

  async addResult(result: TrainingResult): Promise<void> {
    await this.#run.logMetrics(outcomeOf(result), { step: result.last.epoch })
    await this.#run.logDict(summaryOf(result), 'results/metrics.json')
    await this.#storeLogs()
  }

  /** Ends the run as FAILED. Where that fails too (the server is gone, say), all errors are thrown together. */
  async fail(error: unknown): Promise<void> {
    this.#log.push(`failed: ${error instanceof Error ? error.message : String(error)}`)
    const failures: unknown[] = []
    await this.#storeLogs().catch((failure: unknown) => failures.push(failure))
    try {
      await this.#run.end('FAILED')
    } catch (failure) {
      failures.push(failure)
    }
    if (failures.length === 0) return
    throw new AggregateError([error, ...failures], 'the training failed, and so did recording that', { cause: error })
  }

  async #storeLogs(): Promise<void> {
    const transitions = this.#transitions.length > 0 ? this.#transitions.map(describeTransition) : ['no seed changed its state']
    await this.#run.logText(toText(this.#log), 'logs/training.log')
    await this.#run.logText(toText(transitions), 'logs/seed_transitions.txt')
  }
}
