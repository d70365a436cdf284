import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ax, AxAIOpenAI, AxMockAIService } from '@ax-llm/ax'
import { createTracker, type RecordedRun } from '@reprise/sdk'
import { trackEachTest } from '@reprise/sdk/testing'
import { createTemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { createOptimizer, type OptimizationJob, OptimizationPipeline, type Optimizer } from '../index.ts'
import { toModelFile } from '../programs/model-file.ts'
import { createModel, createProgram, isRight, makeExamples, type WordAnswer, type WordInput } from '../testing/words.ts'

const tracking = trackEachTest({ beforeEach, afterEach })
// Each opens a store of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })
const training = makeExamples('red', 'old', 'big', 'wet')
const heldOut = makeExamples('new', 'dry')

type Job = OptimizationJob<WordInput, WordAnswer>
const createJob = (optimizer: Optimizer, more: Partial<Job> = {}): Job => ({
  request: { targetType: 'agent', targetId: 'word-reader', version: 'v1.0', environment: 'test', optimizationTime: 60 },
  optimizer,
  program: createProgram(),
  ai: createModel(),
  metric: isRight,
  training,
  heldOut,
  prices: { input: 1, output: 2 },
  ...more,
})

async function readArtifact({ artifactUri = '' }: RecordedRun, path: string): Promise<string> {
  const { client } = createTracker({ trackingUri: tracking.uri, spool: false })
  return new Response((await client.downloadArtifact(artifactUri, path)) as ReadableStream<Uint8Array<ArrayBuffer>>).text()
}

describe('an optimisation', () => {
  it('is a run with params, tags, metrics and files, and one below it for each trial', async () => {
    const pipeline = new OptimizationPipeline()
    const {
      runId = '',
      trials,
      baseline,
      optimized,
    } = await pipeline.runOptimization(createJob(createOptimizer('gepa', { minibatchSize: 8 })))
    const { tracker } = pipeline.tracker
    const run = await tracker.getRun(runId)
    expect(run.name).toMatch(/^opt_agent_word-reader_\d{8}_\d{6}$/)
    expect(run).toMatchObject({
      status: 'FINISHED',
      params: {
        algorithm: 'gepa',
        target_id: 'word-reader',
        optimization_time: '60',
        training_examples: '16',
        validation_examples: '8',
        held_out_examples: '12',
        minibatch_size: '8',
      },
      tags: {
        target_type: 'agent',
        environment: 'test',
        version: 'v1.0',
        significance_test: 'McNemar, exact, two-sided',
        significance_pairs: '8 of 12 differ',
        significant_improvement: 'true',
      },
      metrics: {
        baseline_success_rate: 4 / 12,
        baseline_quality_score: 4 / 12,
        baseline_avg_cost: baseline.avgCost,
        baseline_avg_latency_ms: baseline.avgLatencyMs,
        optimized_success_rate: 1,
        optimized_quality_score: 1,
        optimized_avg_cost: optimized.avgCost,
        optimized_avg_latency_ms: optimized.avgLatencyMs,
        success_rate_improvement: expect.closeTo(8 / 12, 12),
        quality_improvement: expect.closeTo(8 / 12, 12),
        cost_reduction: expect.closeTo((baseline.avgCost ?? 0) - (optimized.avgCost ?? 0), 12),
        latency_reduction_ms: expect.closeTo((baseline.avgLatencyMs ?? 0) - (optimized.avgLatencyMs ?? 0), 9),
        improvement_percentage: expect.closeTo(2, 12),
        statistical_significance: expect.closeTo(2 / 2 ** 8, 12),
        iterations: trials.length,
        duration_seconds: expect.any(Number),
      },
    })
    expect(run.metrics['cost_reduction']).toBeLessThan(0)

    const { metrics: series } = await tracker.client.getMetricHistory({ run_id: runId, metric_key: 'score' })
    expect(series.map(({ step, value }) => [Number(step), value])).toEqual(trials.map(({ score }, index) => [index + 1, score]))
    const found = await tracker
      .searchRuns({ experimentNames: ['prompt-optimization'], filter: `tags.mlflow.parentRunId = '${runId}'` })
      .toArray()
    const children = found.toSorted((one, other) => Number(one.params['iteration']) - Number(other.params['iteration']))
    expect(children.map(({ status, params, metrics }) => [status, params['iteration'], metrics['score']])).toEqual(
      trials.map(({ score }, index) => ['FINISHED', String(index + 1), score]),
    )

    expect(JSON.parse(await readArtifact(run, 'training_data.json'))).toHaveLength(training.length)
    expect(JSON.parse(await readArtifact(run, 'algorithm_parameters.json'))).toMatchObject({ minibatch_size: 8, seed: 1 })
    const improvements = await readArtifact(run, 'key_improvements.txt')
    expect(improvements).toContain('success rate on held-out examples: 33.3 % before, 100.0 % after\n')
    expect(improvements).toMatch(/^root::(?:instruction|description) is now: .*wolf is animal/m)
    const [first] = JSON.parse(await readArtifact(run, 'held_out_results.json')) as unknown[]
    expect(first).toMatchObject({ example: { word: 'new-oak', kind: 'plant' }, baseline: { score: 1 }, optimized: { score: 1 } })
    expect(JSON.parse(await readArtifact(run, 'models/optimized_model_metadata.json'))).toMatchObject({
      algorithm: 'gepa',
      improvement: expect.closeTo(2, 12),
      created_at: expect.stringMatching(/^\d{4}-/),
    })
  })

  it.each(['gepa', 'bootstrap', 'none'])(
    'by %s comes out the same without tracking, with it, and with a server that is not there',
    async (name) => {
      let requests = 0
      const server = createServer((_request, response) => {
        requests += 1
        response.end()
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const trackingUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      await using folder = await createTemporaryFolder('ax-spool')
      const spool = folder.path
      const away = createTracker({
        trackingUri: 'http://127.0.0.1:1',
        spool,
        retries: 0,
        endOnExit: false,
        onProblem: () => undefined,
      })
      const outcomes = []
      for (const options of [{}, { enableTracking: false, config: { trackingUri } }, { tracker: away }]) {
        const job = createJob(createOptimizer(name, { maxDemos: 6, trials: 3 }))
        const { program, optimized, trials, significance, keyImprovements } = await new OptimizationPipeline(options).runOptimization(job)
        outcomes.push({ model: toModelFile(program), scores: optimized.scores, trials, significance, keyImprovements })
      }
      server.close()
      // What could not be sent waits there.
      expect(readdirSync(spool).length).toBeGreaterThan(0)
      expect(requests).toBe(0)
      expect(outcomes[1]).toEqual(outcomes[0])
      expect(outcomes[2]).toEqual(outcomes[0])
    },
  )

  it('by bootstrap gives the program demonstrations that the teacher has answered well, out of the training examples alone', async () => {
    const result = await new OptimizationPipeline().runOptimization(
      createJob(createOptimizer('bootstrap', { maxDemos: 12, maxExamples: 16 })),
    )
    expect(result.optimized.successRate).toBeGreaterThan(result.baseline.successRate)
    expect(result.significance?.isImprovement).toBe(true)
    const words = toModelFile(result.program).optimizedProgram.demos.flatMap(({ traces }) =>
      traces.map((trace) => (trace as { word?: string }).word),
    )
    expect(words.length).toBeGreaterThan(3)
    expect(training.map(({ word }) => word)).toEqual(expect.arrayContaining(words))
  })

  it('that changes nothing is not called significant', async () => {
    const pipeline = new OptimizationPipeline()
    const { runId = '', significance, keyImprovements } = await pipeline.runOptimization(createJob(createOptimizer('none')))
    expect(significance).toMatchObject({ pValue: 1, isImprovement: false, differingPairs: 0 })
    expect(keyImprovements[1]).toBe('no significant improvement: p = 1.00 (McNemar, exact, two-sided)')
    expect(await pipeline.tracker.tracker.getRun(runId)).toMatchObject({
      metrics: { statistical_significance: 1, improvement_percentage: 0, iterations: 0 },
      tags: { significant_improvement: 'false' },
    })
  })

  it('with graded scores is judged by a permutation test', async () => {
    const graded: Job['metric'] = async (pair) => 0.25 + 0.5 * (await isRight(pair))
    const job = createJob(createOptimizer('gepa', { minibatchSize: 8 }), { metric: graded, successScore: 0.7 })
    const { significance, optimized } = await new OptimizationPipeline().runOptimization(job)
    expect(significance).toMatchObject({ test: 'paired permutation of means, exact, two-sided', pValue: 2 / 2 ** 8 })
    expect(optimized).toMatchObject({ successRate: 1, qualityScore: 0.75 })
  })

  it('that fails is a failed run, rejects with the same error, and leaves the program as it was', async () => {
    const failure = new RangeError(`no such prompt ${'x'.repeat(20_000)}`)
    const failing: Optimizer = {
      algorithm: 'mine',
      parameters: {},
      optimize: ({ program, onTrial }) => {
        program.setInstruction('half done')
        onTrial({ score: 0.5 })
        return Promise.reject(failure)
      },
    }
    const job = createJob(failing)
    const before = toModelFile(job.program)
    const pipeline = new OptimizationPipeline()
    await expect(pipeline.runOptimization(job)).rejects.toBe(failure)
    expect(toModelFile(job.program)).toEqual(before)
    const [run] = await pipeline.tracker.searchRuns()
    expect(run).toMatchObject({
      status: 'FAILED',
      metrics: { baseline_success_rate: 4 / 12, iterations: 1 },
      tags: { error_type: 'RangeError', error_message: expect.stringMatching(/^no such prompt x+$/) },
    })
  })

  it('rejects when the model does not let it in, and leaves a failed run', async () => {
    const server = createServer((_request, response) => response.writeHead(401).end('{}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const apiURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    const ai = new AxAIOpenAI<string>({ apiKey: 'wrong', apiURL, config: { stream: false } })
    const pipeline = new OptimizationPipeline()
    await expect(pipeline.runOptimization(createJob(createOptimizer('none'), { ai }))).rejects.toThrow('Authentication')
    server.close()
    expect((await pipeline.tracker.searchRuns())[0]).toMatchObject({
      status: 'FAILED',
      tags: { error_message: expect.stringContaining('Authentication') },
    })
  })

  it('counts answers that can not be understood as wrong, and keeps why', async () => {
    const content = (texts: string): string => (texts.includes('-oak') ? 'Kind: plant' : 'Kind: nonsense')
    const ai = new AxMockAIService<string>({
      features: { functions: false, streaming: false },
      chatResponse: ({ chatPrompt }) =>
        Promise.resolve({ results: [{ index: 0, content: content(JSON.stringify(chatPrompt)), finishReason: 'stop' }] }),
    })
    const { baseline } = await new OptimizationPipeline({ enableTracking: false }).runOptimization(
      createJob(createOptimizer('none'), { ai }),
    )
    expect(baseline.successRate).toBe(2 / 12)
    expect(baseline.answers.map(({ error }) => error).filter((error) => error?.includes("invalid value 'nonsense'"))).toHaveLength(10)
  })

  it('begins no trial once its time is used up', async () => {
    const job = createJob(createOptimizer('bootstrap'), { request: { targetType: 'agent', targetId: 'x', optimizationTime: 1e-9 } })
    expect((await new OptimizationPipeline().runOptimization(job)).trials).toEqual([])
  })

  it('knows the fields of a program by its signature', async () => {
    const program = ax('word:string -> kind:class "plant, animal, stone"')
    const result = await new OptimizationPipeline({ enableTracking: false }).runOptimization({
      ...createJob(createOptimizer('none')),
      program,
      metric: ({ prediction, example }) => {
        expectTypeOf(prediction.kind).toEqualTypeOf<'plant' | 'animal' | 'stone'>()
        expectTypeOf(example.word).toEqualTypeOf<string>()
        return prediction.kind === example['kind'] ? 1 : 0
      },
    })
    expect(result.program).toBe(program)
    expect(result.baseline.successRate).toBe(4 / 12)
  })

  it('needs examples, and an optimiser that there is', async () => {
    const none = createOptimizer('none')
    await expect(new OptimizationPipeline().runOptimization(createJob(none, { heldOut: [] }))).rejects.toThrow(
      'needs training and held-out',
    )
    expect(() => createOptimizer('miprov2')).toThrow('ax 24 has no MiPRO: choose one of bootstrap, gepa, none.')
    expect(() => createOptimizer('toString')).toThrow("there is no optimiser 'toString'")
  })
})
