import type { EpochReport, Phase, SeedTransition, TrainingResult } from '../training/index.ts'
import type { ModelFiles } from '../model/index.ts'
import type { RunFolder } from '../outputs/index.ts'
import { EventLog } from '../tensorboard/index.ts'
import { metricsOf, outcomeOf, summaryOf } from './metrics.ts'
import { describeEpoch, describeTransition, toText } from './text-log.ts'
import type { TrackedRun } from './tracked-run.ts'

/** What one training leaves in its run, and in its folder. */
export class Recording {
  readonly #run: TrackedRun
  readonly #folder: RunFolder | undefined
  readonly #log: string[] = []
  readonly #transitions: SeedTransition[] = []
  readonly #eventBytes: Uint8Array[] = []
  readonly #events: EventLog | undefined

  /**
   * With `folder`, the log goes there too, as it comes, and the events for TensorBoard go there and into the run. Without, there are none: they
   * carry the time, and no two trainings would leave the same.
   */
  constructor(run: TrackedRun, folder?: RunFolder) {
    this.#run = run
    this.#folder = folder
    if (folder === undefined) return
    this.#events = new EventLog((bytes) => {
      this.#eventBytes.push(bytes)
      folder.appendEvents(bytes)
    })
  }

  async enterPhase(phase: Phase, epoch: number): Promise<void> {
    await this.#run.setTags({ phase, [phase]: `began with epoch ${epoch}` })
  }

  async addEpoch(report: EpochReport): Promise<void> {
    const first = this.#transitions.length === 0 ? report.transitions[0] : undefined
    this.#addLines(describeEpoch(report))
    this.#transitions.push(...report.transitions)
    this.#events?.addScalars(metricsOf(report), report.epoch)
    await this.#run.logMetrics(metricsOf(report), { step: report.epoch })
    if (first) await this.#run.setTags({ first_germination: `${first.seed} in epoch ${first.epoch}` })
  }

  async addResult(result: TrainingResult, model: ModelFiles): Promise<void> {
    this.#events?.addScalars(outcomeOf(result), result.last.epoch)
    await this.#run.logMetrics(outcomeOf(result), { step: result.last.epoch })
    await this.#run.logDict(summaryOf(result), 'results/metrics.json')
    await this.#run.logBytes(model.weights, 'model/weights.npz')
    await this.#run.logDict({ ...model.metadata }, 'model/model.json')
    await this.#storeLogs()
  }

  /** Ends the run as FAILED. Where that fails too (the server is gone, say), all errors are thrown together. */
  async fail(error: unknown): Promise<void> {
    this.#addLines([`failed: ${error instanceof Error ? error.message : String(error)}`])
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
    if (this.#folder !== undefined) await this.#run.logBytes(Buffer.concat(this.#eventBytes), `tensorboard/${this.#folder.eventFile}`)
  }

  #addLines(lines: readonly string[]): void {
    this.#log.push(...lines)
    this.#folder?.appendLog(toText(lines))
  }
}
