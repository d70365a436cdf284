import { execFile } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createTracker } from '@reprise/sdk'
import {
  createTemporaryFolder,
  ensurePython,
  ensureRedis,
  pythonSets,
  repositoryFolder,
  requirePart,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bareEnvironment, reprise } from '../reprise.ts'

const execute = promisify(execFile)
const example = join(repositoryFolder, 'examples', 'task-queue')
const redis = await ensureRedis()
const dvc = await ensurePython(pythonSets.dvc)
const mlflow = await ensurePython(pythonSets['mlflow-3-skinny'])
const parts = { mlflow: requirePart('mlflow', mlflow), redis: requirePart('Redis', redis), dvc: requirePart('dvc', dvc) }

/** What MLflow's own client sees of the runbook's export and normalisation, which were the last. */
const inspect = `
import json, mlflow
client = mlflow.MlflowClient()
experiment = client.get_experiment_by_name('task-queue').experiment_id
def see(task):
    run = client.search_runs([experiment], f"tags.task_name = '{task}' and tags.status = 'succeeded'", max_results=1)[0]
    parent = client.get_run(run.data.tags['mlflow.parentRunId'])
    while 'mlflow.parentRunId' in parent.data.tags: parent = client.get_run(parent.data.tags['mlflow.parentRunId'])
    files = [file.path for file in client.list_artifacts(run.info.run_id)]
    return [run.info.run_name, run.data.tags['status'], sorted(run.data.metrics), files, parent.info.run_name]
print(json.dumps([see('export'), see('normalise')]))
`

let folder: TemporaryFolder
beforeAll(async () => {
  folder = await createTemporaryFolder('task-queue')
})
afterAll(() => folder?.remove())

function runExample(env: Readonly<Record<string, string>>): Promise<{ stdout: string }> {
  const args = ['--conditions=@reprise/source', 'tools/example.ts', 'task-queue']
  return execute(process.execPath, args, { cwd: repositoryFolder, env: { ...bareEnvironment(), REPRISE_SPOOL: 'off', ...env } })
}

describe.skipIf(parts.redis.missing)(`npm run example -- task-queue${parts.redis.note}`, () => {
  it('starts all that it needs, and sees that every step is as it should be', async () => {
    const lock = readFileSync(join(example, 'dvc.lock'), 'utf8')
    await using server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    const path = [redis.reason === undefined ? dirname(redis.binary) : '', process.env['PATH']].join(delimiter)
    const { stdout } = await runExample({ PATH: path, MLFLOW_TRACKING_URI: server.url })

    expect(stdout.match(/^\[.\] \d/gm)).toEqual([1, 2, 3, 4, 5, 6, 7].map((step) => `[x] ${step}`))
    expect(stdout).toContain('status: Data and pipelines are up to date.')
    expect(stdout).toMatch(/request::correlation > task::export: succeeded, duration_seconds [\d.]+, files_exported 6/)
    expect(readFileSync(join(example, 'dvc.lock'), 'utf8')).toBe(lock)

    const tracker = createTracker({ trackingUri: server.url, spool: false })
    const runs = await tracker.searchRuns({ experimentNames: ['task-queue'], filter: "tags.component = 'bullmq_task'" }).toArray()
    // Five tasks of the API's requests and five of the runbook's.
    expect(runs.map(({ name, status }) => `${name} ${status}`).sort()).toEqual(
      ['analyse', 'correlate', 'export', 'ingest', 'normalise'].flatMap((task) => Array<string>(2).fill(`task::${task} FINISHED`)),
    )
    if (mlflow.reason !== undefined) return
    const seen = await execute(mlflow.python, ['-c', inspect], { env: { ...bareEnvironment(), MLFLOW_TRACKING_URI: server.url } })
    expect(JSON.parse(seen.stdout)).toEqual([
      ['task::export', 'succeeded', ['duration_seconds', 'files_exported'], ['exports'], 'request::everything'],
      ['task::normalise', 'succeeded', ['duration_seconds', 'turns_dropped', 'turns_normalized'], [], 'request::everything'],
    ])
  })

  it('says how to get Redis where there is none', async () => {
    const failure = await runExample({ PATH: dirname(process.execPath), MLFLOW_TRACKING_URI: '' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 1, stdout: expect.stringContaining('no redis-server is on PATH. One of these gets it:') })
  })
})

describe.skipIf(parts.dvc.missing)(`prepare_sample${parts.dvc.note}`, () => {
  it('is reproduced, checked and pushed by reprise and by dvc in turn', async () => {
    // As in the repository: the folder of the pipeline is not the topmost of git's.
    const root = join(folder.path, 'clone')
    const work = join(root, 'examples', 'task-queue')
    const kept = ['.dvc/config', '.dvc/.gitignore', '.gitignore', 'dvc.yaml', 'dvc.lock', 'samples', 'scripts']
    for (const name of kept) cpSync(join(example, name), join(work, name), { recursive: true })
    const env = { ...bareEnvironment(), DVC_NO_ANALYTICS: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
    const git = async (...args: readonly string[]) => (await execute('git', args, { cwd: root, env })).stdout
    await git('init', '-q')
    await git('add', '.')
    await git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'One')
    const python = dvc.reason === undefined ? dvc.python : ''
    const byDvc = async (...args: readonly string[]) => (await execute(python, ['-m', 'dvc', ...args], { cwd: work, env })).stdout
    const byReprise = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await reprise(args, { cwd: work, env: { REPRISE_SPOOL: 'off' } })
      expect([code, stderr.includes('ERROR')]).toEqual([0, false])
      return stdout
    }
    const output = join(work, 'data/processed/conversations/v1/conversations.json')

    expect(await byReprise('repro', 'prepare_sample')).toContain("Running stage 'prepare_sample'")
    expect(await byDvc('status')).toContain('up to date')
    expect(await byDvc('repro', 'prepare_sample')).toContain("didn't change, skipping")
    expect(await byReprise('push', '-r', 'origin')).toContain('1 file pushed')
    expect(await byDvc('push', '-r', 'origin')).toContain('Everything is up to date')
    expect(await git('status', '--porcelain')).toBe('')

    const bytes = readFileSync(output)
    rmSync(join(work, 'data/processed'), { recursive: true })
    rmSync(join(work, '.dvc/cache'), { recursive: true })
    expect(await byDvc('pull')).toContain('1 file')
    expect(readFileSync(output)).toEqual(bytes)

    const sample = join(work, 'samples/conversations.json')
    writeFileSync(sample, readFileSync(sample, 'utf8').replace('A chain that jumps', 'A chain that leaps'))
    expect(await byReprise('status')).toMatch(/prepare_sample[^]*samples\/conversations\.json/)
    await byDvc('repro', 'prepare_sample')
    expect(await byReprise('status')).toContain('up to date')
    expect(await byReprise('push', '-r', 'origin')).toContain('1 file pushed')
    expect(readFileSync(output, 'utf8')).toContain('A chain that leaps')
    expect(existsSync(join(root, '.dvc'))).toBe(false)
    expect(
      (await git('status', '--porcelain'))
        .trim()
        .split('\n')
        .map((line) => line.split('/').at(-1)),
    ).toEqual(['dvc.lock', 'conversations.json'])
  })
})
