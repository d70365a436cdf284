import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTracker, syncSpool } from '@reprise/sdk'
import {
  createTemporaryFolder,
  ensurePython,
  ensureS3,
  findPostgres,
  pythonSets,
  repositoryFolder,
  requirePart,
  type RunningPostgres,
  type RunningS3,
  startPostgres,
  startRepriseServer,
  startS3,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareEnvironment } from '../reprise.ts'

const execute = promisify(execFile)
const python = await ensurePython(pythonSets['mlflow-3-s3'])
const mlflow = requirePart('mlflow', python)
const postgres = requirePart('PostgreSQL', findPostgres())
const s3 = requirePart('an S3 server', await ensureS3())

/** What MLflow's own client finds, as a user of it would look. */
const lookAgain = `
import json, mlflow, sys
from mlflow.tracking import MlflowClient
client = MlflowClient()
experiment = mlflow.get_experiment_by_name('prompt-optimization')
runs = client.search_runs([experiment.experiment_id], "metrics.improvement_percentage > 0.2", order_by=["metrics.improvement_percentage DESC"])
run = runs[0]
trials = client.search_runs([experiment.experiment_id], f"tags.mlflow.parentRunId = '{run.info.run_id}'")
history = client.get_metric_history(run.info.run_id, 'score')
load = lambda path: open(mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path=path), encoding='utf-8').read()
model = json.loads(load('models/optimized_model.json'))
print(json.dumps({
  'found': len(runs),
  'name': run.info.run_name,
  'status': run.info.status,
  'artifact_uri': run.info.artifact_uri,
  'params': run.data.params,
  'tags': {key: value for key, value in run.data.tags.items() if not key.startswith('mlflow.')},
  'metrics': run.data.metrics,
  'trials': sorted([int(trial.data.params['iteration']), trial.data.metrics['score']] for trial in trials),
  'history': sorted([point.step, point.value] for point in history),
  'files': sorted(file.path for folder in ['', 'models'] for file in client.list_artifacts(run.info.run_id, folder) if not file.is_dir),
  'training': len(json.loads(load('training_data.json'))),
  'parameters': json.loads(load('algorithm_parameters.json')),
  'improvements': load('key_improvements.txt'),
  'metadata': json.loads(load('models/optimized_model_metadata.json')),
  'model': [model['format'], model['programId']],
  'pairs': [[pair['baseline']['score'], pair['optimized']['score']] for pair in json.loads(load('held_out_results.json'))],
}))
`

interface Seen {
  readonly artifact_uri: string
  readonly metrics: Record<string, number>
  readonly trials: [number, number][]
  readonly history: [number, number][]
  readonly pairs: [number, number][]
}

type Variables = Readonly<Record<string, string>>

async function runExample(url: string, more: Variables = {}, ...args: readonly string[]): Promise<string> {
  const command = ['--conditions=@reprise/source', 'tools/example.ts', 'prompt-optimization', ...args]
  const env = { ...bareEnvironment(), MLFLOW_TRACKING_URI: url, REPRISE_SPOOL: 'off', ...more }
  return (await execute(process.execPath, command, { cwd: repositoryFolder, env })).stdout
}

async function look(url: string, more: Variables = {}): Promise<Seen> {
  const quiet = { MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false' }
  const env = { ...bareEnvironment(), MLFLOW_TRACKING_URI: url, ...quiet, ...more }
  const { stdout } = await execute(python.reason === undefined ? python.python : '', ['-c', lookAgain], { env, cwd: repositoryFolder })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Seen
}

function expectTracked(seen: Seen): void {
  expect(seen).toMatchObject({
    found: 1,
    name: expect.stringMatching(/^opt_prompt_ticket-router_\d{8}_\d{6}$/),
    status: 'FINISHED',
    params: { algorithm: 'gepa', target_id: 'ticket-router', optimization_time: 'unlimited', held_out_examples: '42' },
    tags: {
      target_type: 'prompt',
      environment: 'example',
      version: 'v1.0',
      significance_test: 'McNemar, exact, two-sided',
      significant_improvement: 'true',
    },
    files: [
      'algorithm_parameters.json',
      'held_out_results.json',
      'key_improvements.txt',
      'models/optimized_model.json',
      'models/optimized_model_metadata.json',
      'training_data.json',
    ],
    training: 72,
    parameters: { minibatch_size: 16 },
    improvements: expect.stringContaining('better, and hardly by chance: p = '),
    metadata: { algorithm: 'gepa', target_id: 'ticket-router', created_at: expect.any(String) },
    model: ['reprise-ax-program', 'ticket-router'],
  })
  const { metrics, trials, history, pairs } = seen
  const names = ['success_rate', 'avg_cost', 'avg_latency_ms', 'quality_score']
  expect(Object.keys(metrics)).toEqual(
    expect.arrayContaining([
      ...names.flatMap((name) => [`baseline_${name}`, `optimized_${name}`]),
      'success_rate_improvement',
      'cost_reduction',
      'latency_reduction_ms',
      'quality_improvement',
      'improvement_percentage',
      'statistical_significance',
      'iterations',
      'duration_seconds',
    ]),
  )
  expect(trials).toHaveLength(metrics['iterations'] ?? 0)
  expect(history).toEqual(trials)
  expect(metrics['statistical_significance']).toBeLessThan(0.05)
  // The p-value, from the answers that are kept with the run.
  const better = pairs.filter(([before, after]) => after > before).length
  const worse = pairs.filter(([before, after]) => after < before).length
  expect(metrics['statistical_significance']).toBeCloseTo(binomialTail(Math.min(better, worse), better + worse), 12)
}

/** Twice the probability of at most so many heads in n throws, by counting. */
function binomialTail(heads: number, throws: number): number {
  let [ways, all] = [1, 1]
  for (let count = 1; count <= heads; count++) {
    ways = (ways * (throws - count + 1)) / count
    all += ways
  }
  return Math.min(1, (2 * all) / 2 ** throws)
}

function expectPrinted(printed: string): void {
  expect(printed).toMatch(/^baseline: 45\.2 % of 42 held-out tickets right\ntrial 1: score \d\.\d{3}\n/m)
  expect(printed).toMatch(/^the optimized program is better: p = [\de.-]+ by McNemar, exact, two-sided on \d+ answers that differ$/m)
  expect(printed).toMatch(/^run: http:\/\/127\.0\.0\.1:\d+\/#\/experiments\/\d+\/runs\/[0-9a-f]{32} /m)
  expect(printed).toContain('\nmetrics.improvement_percentage > 0.2: 1 run\n')
  expect(printed).toContain('\nthe stored program answers 42 of 42 held-out tickets as the optimized one did\n')
}

describe.skipIf(mlflow.missing)(`npm run example -- prompt-optimization${mlflow.note}`, () => {
  it('makes the program better, says so, and leaves runs that MLflow’s client reads', async () => {
    await using folder = await createTemporaryFolder('prompt-optimization')
    await using server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    expectPrinted(await runExample(server.url))
    expectTracked(await look(server.url))
    const idle = await runExample(server.url, {}, '--optimizer', 'none')
    expect(idle).toContain('NO significant improvement: p = 1.00 by McNemar, exact, two-sided on 0 answers that differ')
  })

  it('optimises without a server as well, and what was tracked arrives when there is one', async () => {
    await using folder = await createTemporaryFolder('prompt-optimization')
    const spool = join(folder.path, 'spool')
    const failure: unknown = await runExample('http://127.0.0.1:1', { REPRISE_SPOOL: spool }, '--trials', '2').catch(
      (error: unknown) => error,
    )
    // Only looking at what was tracked needs the server.
    expect(failure).toMatchObject({ code: 1, stdout: expect.stringMatching(/^the optimized program is better: p = /m) })
    await using server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    const tracker = createTracker({ trackingUri: server.url, experimentName: 'prompt-optimization', spool: false })
    expect(await syncSpool({ folder: spool, client: tracker.client })).toMatchObject({ waiting: 0, rejected: 0 })
    const [run] = await tracker.searchRuns({ filter: "tags.run_type = 'optimization'" }).toArray()
    expect(run).toMatchObject({ status: 'FINISHED', metrics: { iterations: 2 } })
    const trials = await tracker.searchRuns({ filter: `tags.mlflow.parentRunId = '${run?.id}'` }).toArray()
    expect(trials.map(({ name, status }) => `${name} ${status}`).toSorted()).toEqual(['trial_1 FINISHED', 'trial_2 FINISHED'])
    const model = await tracker.client.downloadArtifact(run?.artifactUri ?? '', 'models/optimized_model.json')
    expect(await new Response(model as ReadableStream<Uint8Array<ArrayBuffer>>).json()).toMatchObject({ programId: 'ticket-router' })
  })

  describe.skipIf(postgres.missing || s3.missing)(`with runs in PostgreSQL and artifacts in S3${postgres.note}${s3.note}`, () => {
    let database: RunningPostgres
    let bucket: RunningS3
    let keys: Variables
    beforeAll(async () => {
      ;[database, bucket] = await Promise.all([startPostgres(), startS3()])
      keys = { AWS_ACCESS_KEY_ID: bucket.accessKeyId, AWS_SECRET_ACCESS_KEY: bucket.secretAccessKey, AWS_ENDPOINT_URL_S3: bucket.url }
    })
    afterAll(async () => {
      await bucket?.stop()
      await database?.stop()
    })

    it('does so through the server, which alone has the keys', async () => {
      const artifacts = `s3://${await bucket.createBucket()}/mlflow-artifacts`
      await using server = await startRepriseServer({ store: await database.createDatabase(), artifacts, env: keys })
      expectPrinted(await runExample(server.url))
      const seen = await look(server.url)
      expectTracked(seen)
      expect(seen.artifact_uri).toMatch(/^mlflow-artifacts:\//)
    })

    it('does so past the server, which has no keys and no file', async () => {
      await using folder = await createTemporaryFolder('prompt-optimization')
      const artifacts = join(folder.path, 'artifacts')
      await using server = await startRepriseServer({ store: await database.createDatabase(), artifacts })
      const location = `s3://${await bucket.createBucket()}/mlflow`
      const printed = await runExample(server.url, { ...keys, MLFLOW_ARTIFACT_LOCATION: location })
      expectPrinted(printed)
      const seen = await look(server.url, { ...keys, MLFLOW_S3_ENDPOINT_URL: bucket.url, AWS_DEFAULT_REGION: bucket.region })
      expectTracked(seen)
      expect(seen.artifact_uri).toMatch(new RegExp(`^${location}/[0-9a-f]{32}/artifacts$`))
      const kept = join(bucket.folder, seen.artifact_uri.slice('s3://'.length), 'models', 'optimized_model.json')
      expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({ format: 'reprise-ax-program' })
      expect(readdirSync(artifacts, { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.json'))).toEqual([])

      const wrong = await runExample(server.url, { ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' }).catch((error: unknown) => error)
      const hint = 'AWS_SECRET_ACCESS_KEY is not the one of AWS_ACCESS_KEY_ID.'
      expect(wrong).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(hint),
        stdout: expect.stringContaining('the optimized program is better'),
      })
      const tracker = createTracker({ trackingUri: server.url, experimentName: 'prompt-optimization', spool: false })
      const [last] = await tracker.searchRuns({ filter: "tags.run_type = 'optimization'", maxResults: 1 }).toArray()
      expect(last).toMatchObject({ status: 'FINISHED', metrics: { iterations: seen.metrics['iterations'] } })
      expect(last?.tags['artifact_error']).toContain('SignatureDoesNotMatch')
    })
  })
})
