import { createTracker, withRun } from '@reprise/sdk'
import { trackEachTest } from '@reprise/sdk/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createOptimizer,
  measureProgram,
  OptimizationPipeline,
  type OptimizationRequest,
  OptimizationTracker,
  type Performance,
} from '../index.ts'
import { createModel, createProgram, isRight, makeExamples, type WordAnswer, type WordInput } from '../testing/words.ts'

const tracking = trackEachTest({ beforeEach, afterEach })
// Each opens a store of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })
const request: OptimizationRequest = { targetType: 'workflow', targetId: 'summary', algorithm: 'by hand', parameters: { temperature: 0.2 } }
const baseline: Performance = { successRate: 0.5, qualityScore: 0.5, avgCost: 0.02, avgLatencyMs: 100 }

/** An optimisation with nothing but an outcome. */
function trackOutcome(tracker: OptimizationTracker, qualityScore: number): Promise<string | undefined> {
  return tracker.trackOptimization(request, (optimization) => {
    optimization.logTrial({ score: qualityScore })
    optimization.logOptimized({ ...baseline, qualityScore }, baseline)
    return optimization.runId
  })
}

describe('optimisers of one’s own', () => {
  it('are tracked as those of ax, and a p-value needs the scores of single examples', async () => {
    const tracker = new OptimizationTracker()
    const scores = { before: [0, 0, 0, 0, 0, 0, 0, 1], after: [1, 1, 1, 1, 1, 1, 1, 1] }
    const id = await tracker.trackOptimization(request, (optimization) => {
      optimization.logTrainingData([{ text: 'a' }])
      optimization.logBaseline(baseline)
      optimization.logTrial({ score: 0.7, parameters: { prompt: 'short' }, metrics: { length: 12 } })
      optimization.logTrial({ score: 0.6 })
      const sure = optimization.logOptimized(
        { successRate: 1, qualityScore: 1, scores: scores.after },
        { ...baseline, scores: scores.before },
      )
      expect(sure.significance?.pValue).toBeCloseTo(2 / 2 ** 7, 12)
      optimization.logKeyImprovements(['shorter'])
      optimization.logModelArtifact({ model: { prompt: 'Summarise.' }, artifactName: 'best_prompt', metadata: { algorithm: 'by hand' } })
      return optimization.runId
    })
    const run = await tracker.tracker.getRun(id ?? '')
    expect(run).toMatchObject({
      status: 'FINISHED',
      params: { algorithm: 'by hand', target_id: 'summary', optimization_time: 'unlimited', temperature: '0.2' },
      tags: { target_type: 'workflow', environment: 'development' },
      metrics: {
        baseline_avg_cost: 0.02,
        optimized_success_rate: 1,
        success_rate_improvement: 0.5,
        improvement_percentage: 1,
        best_score: 0.7,
        iterations: 2,
      },
    })
    expect(run.metrics).not.toHaveProperty('cost_reduction')
    expect(await tracker.loadModelFile({ runId: run.id, artifactName: 'best_prompt' })).toEqual({ prompt: 'Summarise.' })
    expect(await tracker.loadModelMetadata({ runId: run.id, artifactName: 'best_prompt' })).toMatchObject({ algorithm: 'by hand' })
    await expect(tracker.loadModelArtifact({ runId: run.id, artifactName: 'best_prompt' })).rejects.toThrow('is no program of ax')
    await expect(tracker.loadModelArtifact({ runId: run.id })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(tracker.loadModelArtifact({ runId: run.id, artifactName: '../x' })).rejects.toThrow('is no name of a model')
  })

  it('without scores have no p-value, and log what can be logged', async () => {
    const tracker = new OptimizationTracker()
    const run = await tracker.tracker.getRun((await trackOutcome(tracker, 0.6)) ?? '')
    expect(run.metrics).toMatchObject({ improvement_percentage: expect.closeTo(0.2, 12), cost_reduction: 0, latency_reduction_ms: 0 })
    expect(run.metrics).not.toHaveProperty('statistical_significance')
  })

  it('go on when something can not be logged, and say so in the run', async () => {
    const tracker = new OptimizationTracker()
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    const id = await tracker.trackOptimization(request, (optimization) => {
      optimization.logTrial({ score: Number.NaN, parameters: { circular, 'a=b': 1 }, detail: circular })
      optimization.logJson(circular, 'odd.json')
      optimization.logJson([1], '../outside.json')
      return optimization.runId
    })
    expect(await tracker.tracker.getRun(id ?? '')).toMatchObject({ status: 'FINISHED', metrics: { iterations: 1 } })
    expect((await tracker.tracker.getRun(id ?? '')).tags).toHaveProperty('artifact_error')
  })

  it('are children of the run around them', async () => {
    const tracker = new OptimizationTracker()
    await withRun({ name: 'nightly' }, async (around) => {
      const id = (await trackOutcome(tracker, 0.6)) ?? ''
      expect((await tracker.tracker.getRun(id)).tags['mlflow.parentRunId']).toBe(around.id)
    })
  })
})

describe('what was tracked', () => {
  it('is found by metric and by filter, without the trials', async () => {
    const tracker = new OptimizationTracker()
    expect(await tracker.getBestRun()).toBeUndefined()
    const ids = [await trackOutcome(tracker, 0.6), await trackOutcome(tracker, 0.9), await trackOutcome(tracker, 0.4)]
    expect((await tracker.getBestRun())?.id).toBe(ids[1])
    expect((await tracker.getBestRun({ metric: 'improvement_percentage', orderBy: 'ASC' }))?.id).toBe(ids[2])
    expect(await tracker.getBestRun({ metric: 'no_such_metric' })).toBeUndefined()
    const found = await tracker.searchRuns({ filterString: 'metrics.improvement_percentage > 0.15', maxResults: 10 })
    expect(found.map(({ id }) => id)).toEqual([ids[1], ids[0]])
    expect(await tracker.searchRuns()).toHaveLength(3)
    expect(await tracker.searchRuns({ maxResults: 2 })).toHaveLength(2)
  })

  it('is deleted only when someone says so, and can be restored', async () => {
    const tracker = new OptimizationTracker()
    const id = (await trackOutcome(tracker, 0.6)) ?? ''
    const questions: string[] = []
    const answer = (yes: boolean) => (question: string) => {
      questions.push(question)
      return yes
    }
    await expect(tracker.cleanupExperiment({})).rejects.toThrow('only with `confirm`')
    expect(await tracker.cleanupExperiment({ confirm: answer(false) })).toBe(0)
    expect(await tracker.searchRuns()).toHaveLength(1)
    expect(await tracker.cleanupExperiment({ confirm: answer(true) })).toBe(2)
    expect(questions).toEqual(['Delete 2 runs of prompt-optimization?', 'Delete 2 runs of prompt-optimization?'])
    expect(await tracker.searchRuns()).toEqual([])
    await tracker.tracker.client.restoreRun({ run_id: id })
    expect(await tracker.searchRuns()).toHaveLength(1)
    expect(await tracker.cleanupExperiment({ yes: true })).toBe(1)
  })

  it('gives back a program that answers as the optimised one', async () => {
    const pipeline = new OptimizationPipeline()
    for (const name of ['gepa', 'bootstrap', 'none']) {
      const program = createProgram()
      if (name === 'none') program.setDemos([{ programId: 'root', traces: [{ word: 'red-owl', kind: 'animal' }] }])
      const heldOut = makeExamples('new', 'dry')
      const ai = createModel()
      const training = makeExamples('red', 'old', 'big')
      const job = { request, optimizer: createOptimizer(name, { maxDemos: 6 }), program, ai, metric: isRight, training, heldOut }
      const { runId = '', optimized } = await pipeline.runOptimization(job)
      const loaded = await pipeline.tracker.loadModelArtifact<WordInput, WordAnswer>({ runId, artifactName: 'optimized_model' })
      const again = await measureProgram({ program: loaded, ai: createModel(), examples: heldOut, metric: isRight })
      expect(again.answers.map(({ prediction }) => prediction)).toEqual(optimized.answers.map(({ prediction }) => prediction))
      expect(again.inputTokens).toBe(optimized.inputTokens)
    }
  })
})

describe('the place', () => {
  it('is the server, experiment and artifact location that were asked for; the registry is a tag', async () => {
    const config = {
      trackingUri: tracking.uri,
      experimentName: 'tickets',
      artifactLocation: 'mlflow-artifacts:/tickets',
      registryUri: 'http://registry:5000',
    }
    const tracker = new OptimizationTracker({ config })
    const id = (await trackOutcome(tracker, 0.6)) ?? ''
    const run = await createTracker({ trackingUri: tracking.uri, spool: false }).getRun(id)
    expect(run.tags['registry_uri']).toBe('http://registry:5000')
    expect(run.artifactUri).toMatch(/^mlflow-artifacts:\/tickets\/[0-9a-f]{32}\/artifacts$/)
    const { experiment } = await tracker.tracker.client.getExperimentByName({ experiment_name: 'tickets' })
    expect(experiment).toMatchObject({ experiment_id: run.experimentId, artifact_location: 'mlflow-artifacts:/tickets' })
    expect((await tracker.getBestRun())?.id).toBe(id)
  })
})
