import type { AxGenOut } from '@ax-llm/ax'
import { createTracker, defaultTracker, type RecordedRun, type Tracker } from '@reprise/sdk'
import type { TrackingConfig } from '../config/tracking-config.ts'
import { isModelFile, type ModelFile, toProgram } from '../programs/model-file.ts'
import type { Program } from '../programs/program.ts'
import { type Cleanup, deleteRuns } from './delete-runs.ts'
import { nameRun, paramsOf, runType, tagsOf } from './describe-request.ts'
import type { Optimization, OptimizationRequest } from './optimization.ts'
import { assertFileName, RecordedOptimization } from './record-optimization.ts'

const DEFAULT_EXPERIMENT = 'prompt-optimization'
const onlyOptimizations = `tags.${runType.tag} = '${runType.optimization}'`

export interface OptimizationTrackerOptions {
  readonly config?: TrackingConfig | undefined
  /** Of the SDK, in the place of `config`. Default: what `configure` and the environment say. */
  readonly tracker?: Tracker | undefined
  /** With `false` no request is sent while optimising, and all else is as it is with it. Default true. */
  readonly enableTracking?: boolean | undefined
}

export interface ModelReference {
  readonly runId: string
  /** Default `optimized_model`. */
  readonly artifactName?: string | undefined
}

/**
 * Tracks optimisations, also by optimisers of one's own, and finds them again.
 *
 *     const tracker = new OptimizationTracker({ config: { trackingUri: 'http://127.0.0.1:5000' } })
 *     await tracker.trackOptimization({ targetType: 'prompt', targetId: 'summary', algorithm: 'by hand' }, async (optimization) => {
 *       optimization.logBaseline(baseline)
 *       for (const candidate of candidates) optimization.logTrial({ score: await measure(candidate), parameters: { candidate } })
 *       optimization.logOptimized(optimized, baseline)
 *     })
 */
export class OptimizationTracker {
  readonly #options: OptimizationTrackerOptions
  #made: Tracker | undefined

  constructor(options: OptimizationTrackerOptions = {}) {
    this.#options = options
  }

  /** The tracker of the SDK underneath. */
  get tracker(): Tracker {
    const { tracker, config = {} } = this.#options
    this.#made ??= tracker ?? (Object.values(config).some((value) => value !== undefined) ? createTracker(config) : defaultTracker)
    return this.#made
  }

  /**
   * Runs a function with a run `opt_{type}_{id}_{timestamp}` for what it logs, which is FINISHED when it returns and FAILED when it throws. Returns and
   * throws what the function does, whatever becomes of tracking.
   */
  async trackOptimization<Result>(
    request: OptimizationRequest,
    act: (optimization: Optimization) => Result | Promise<Result>,
  ): Promise<Result> {
    if (this.#options.enableTracking === false) return act(new RecordedOptimization(undefined))
    const { tracker } = this
    const experimentName = this.#experimentName
    const described = {
      name: nameRun(request, new Date()),
      experimentName,
      params: paramsOf(request),
      tags: tagsOf(request, tracker.settings.registryUri),
      required: false,
    }
    return tracker.withRun(described, async (run) => {
      const begun = performance.now()
      const optimization = new RecordedOptimization({ run, tracker, experimentName })
      const seconds = (): number => (performance.now() - begun) / 1_000
      optimization.logJson(request.parameters ?? {}, 'algorithm_parameters.json')
      try {
        const result = await act(optimization)
        await optimization.finish(seconds())
        return result
      } catch (error) {
        await optimization.finish(seconds(), error)
        throw error
      }
    })
  }

  /** The optimisation with the highest (or, by `ASC`, lowest) latest value of a metric; undefined where none has it. */
  async getBestRun({
    metric = 'improvement_percentage',
    orderBy = 'DESC',
  }: { readonly metric?: string; readonly orderBy?: 'ASC' | 'DESC' } = {}): Promise<RecordedRun | undefined> {
    const name = `metrics.\`${metric}\``
    const [best] = await this.#search({ filter: onlyOptimizations, orderBy: [`${name} ${orderBy}`], maxResults: 1 })
    return best?.metrics[metric] === undefined ? undefined : best
  }

  /** Optimisations of the experiment that match, in MLflow's language, such as `metrics.improvement_percentage > 0.2`; the latest first. */
  searchRuns({
    filterString,
    maxResults = 100,
    orderBy,
  }: { readonly filterString?: string; readonly maxResults?: number; readonly orderBy?: readonly string[] } = {}): Promise<RecordedRun[]> {
    const filter = filterString === undefined || filterString.trim() === '' ? onlyOptimizations : `${onlyOptimizations} AND ${filterString}`
    return this.#search({ filter, orderBy, maxResults })
  }

  /** The program that a run has stored, ready to `forward`. Rejects where the file is not there, or is none of a program. */
  async loadModelArtifact<IN = Record<string, unknown>, OUT extends AxGenOut = AxGenOut>(
    reference: ModelReference,
  ): Promise<Program<IN, OUT>> {
    const model = await this.#readJson(reference, '')
    if (isModelFile(model)) return toProgram(model as ModelFile<OUT>)
    throw new Error(`The model of run ${reference.runId} is no program of ax: read it by loadModelFile.`)
  }

  /** The JSON of a model that is no program of ax. */
  loadModelFile(reference: ModelReference): Promise<unknown> {
    return this.#readJson(reference, '')
  }

  /** What was said of a model when it was stored. */
  async loadModelMetadata(reference: ModelReference): Promise<Record<string, unknown>> {
    return (await this.#readJson(reference, '_metadata')) as Record<string, unknown>
  }

  /**
   * Deletes all runs of the experiment, trials included, after `confirm` has answered true, or with `yes`. They can be restored until they are purged.
   * Answers how many were deleted.
   */
  async cleanupExperiment(cleanup: Cleanup): Promise<number> {
    const runs = await this.#search({})
    return deleteRuns(runs, this.tracker.client, { ...cleanup, experiment: this.#experimentName ?? 'the experiment' })
  }

  get #experimentName(): string | undefined {
    const { experiment } = this.tracker.settings
    if ('name' in experiment) return experiment.name
    return experiment.id === '0' ? DEFAULT_EXPERIMENT : undefined
  }

  #search(options: Parameters<Tracker['searchRuns']>[0]): Promise<RecordedRun[]> {
    const name = this.#experimentName
    return this.tracker.searchRuns({ ...options, ...(name === undefined ? {} : { experimentNames: [name] }) }).toArray()
  }

  async #readJson({ runId, artifactName = 'optimized_model' }: ModelReference, suffix: '' | '_metadata'): Promise<unknown> {
    assertFileName(artifactName)
    const { artifactUri = '' } = await this.tracker.getRun(runId)
    const bytes = await this.tracker.client.downloadArtifact(artifactUri, `models/${artifactName}${suffix}.json`)
    return JSON.parse(await new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).text())
  }
}
