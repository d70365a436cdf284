import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { startRepriseServer } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileCache } from '../reprise.ts'
import { commitAll, openPipelinePlace, type PipelinePlace, type Told, valuesOf } from './pipeline-place.ts'

let place: PipelinePlace
beforeAll(async () => {
  place = await openPipelinePlace()
})
afterAll(() => place[Symbol.asyncDispose]())

const files = {
  'raw.txt': '1\n2\n3\n',
  'params.yaml': 'train:\n  lr: 0.1\n  layers: [8, 4]\nseed: 7\n',
  'extra.json': '{"depth": 3}\n',
  'train.py':
    "import json, os\nimport helper\nprint('training', os.environ['DVC_STAGE'])\nos.makedirs('model')\n" +
    "open('model/w.txt', 'w').write(open('clean.txt').read() * helper.TIMES)\n" +
    "json.dump({'acc': 0.5, 'of': {'n': 3}, 'note': 'x'}, open('metrics.json', 'w'))\nopen('side.log', 'w').write('x')\n",
  'helper.py': 'TIMES = 2\n',
  'dvc.yaml':
    'stages:\n  clean:\n    cmd:\n    - sort -r raw.txt > clean.txt\n    - echo cleaned; echo oh >&2; echo pipe > /dev/stderr\n    deps: [raw.txt]\n    outs: [clean.txt]\n' +
    '  train:\n    cmd: python3 train.py\n    deps: [clean.txt, train.py]\n    params: [train, extra.json: [depth]]\n    outs: [model]\n    metrics:\n    - metrics.json:\n        cache: false\n',
  '.gitignore': '__pycache__\nside.log\nmetrics.json\n',
}

describe('a repro on a server', () => {
  let project: string
  let told: Told
  beforeAll(async () => {
    project = await place.makeProject('spirals', files)
    told = await place.repro(project, ['--experiment', 'shapes', '--tag', 'stage=test'])
  })

  it('is a run with a run below it for each stage', async () => {
    const pipeline = await place.run(told.run ?? '')
    expect(pipeline.info).toMatchObject({ run_name: 'spirals', status: 'FINISHED' })
    expect(valuesOf(pipeline)).toMatchObject({
      params: { 'train.lr': '0.1', 'train.layers': '[8, 4]', 'extra.json:depth': '3' },
      metrics: { acc: 0.5, 'of.n': 3 },
      tags: { 'reprise.kind': 'pipeline', 'reprise.stages_ran': '2', stage: 'test', 'reprise.command': 'reprise repro' },
    })
    const { experiment } = await place.client.getExperiment({ experiment_id: pipeline.info.experiment_id })
    expect(experiment.name).toBe('shapes')
    expect(Object.keys(told.runs)).toEqual(['clean', 'train'])
    const train = await place.run(told.runs['train'] ?? '')
    expect(train.info).toMatchObject({ run_name: 'train', status: 'FINISHED', experiment_id: pipeline.info.experiment_id })
    expect(valuesOf(train)).toMatchObject({
      params: { 'train.lr': '0.1', 'extra.json:depth': '3' },
      metrics: { acc: 0.5, 'of.n': 3 },
      tags: { 'mlflow.parentRunId': told.run, 'reprise.stage': 'train', 'reprise.outcome': 'ran', 'reprise.command': 'python3 train.py' },
    })
    expect(valuesOf(await place.run(told.runs['clean'] ?? '')).params).toEqual({})
  })

  it('tells data by their digests, as what stages read and made', async () => {
    const train = await place.run(told.runs['train'] ?? '')
    const read = train.inputs?.dataset_inputs.map(({ dataset }) => [dataset.name, dataset.digest])
    const made = (train.outputs?.dataset_outputs ?? []).map(({ dataset }) => dataset.name)
    expect(read).toEqual([
      ['clean.txt', expect.stringMatching(/^[\da-f]{32}$/)],
      ['train.py', expect.stringMatching(/^[\da-f]{32}$/)],
    ])
    expect(made).toEqual(['model', 'metrics.json'])
    const lineage = await place.call(project, ['lineage', 'model', '--json'])
    expect(lineage.stdout).toContain(told.runs['clean'])
    // A file of the folder is told of by the folder's list.
    const file = await place.call(project, ['lineage', 'model/w.txt'])
    expect(file.stdout).toMatch(/^w\.txt .*\nCame from\n└─ model .*\.dir\n {3}└─ train /)
  })

  it('keeps what each stage printed, and how it ended', async () => {
    expect(await place.artifact(told.runs['train'] ?? '', 'logs/stdout.txt')).toBe('training train\n')
    expect(await place.artifact(told.runs['clean'] ?? '', 'logs/stderr.txt')).toBe('oh\npipe\n')
    const { outcome, stage, inputs, outputs, command } = await place.record(told.runs['train'] ?? '')
    expect(outcome).toMatchObject({ exit_code: 0 })
    expect(outcome?.duration).toBeGreaterThan(0)
    expect(stage).toEqual({ name: 'train', target: 'train', run: told.run })
    expect(command.argv.at(-1)).toBe('python3 train.py')
    expect(inputs.map(({ path }) => path)).toEqual(expect.arrayContaining(['clean.txt', 'params.yaml', 'extra.json']))
    expect(outputs.map(({ path }) => path)).toEqual(expect.arrayContaining(['model/w.txt', 'metrics.json', 'side.log']))
  })

  it('takes code and environment once, for all of it', async () => {
    const { code, environment, pipeline } = await place.record(told.run ?? '')
    expect(code).toMatchObject({ kind: 'GIT', uncommitted: false, base: { artifact: 'reprise/code/base.pack' } })
    expect(environment.interpreters.map(({ language }) => language)).toContain('python')
    expect(pipeline?.stages).toMatchObject([
      { name: 'clean', outcome: 'RAN', needs: [], outs: [{ path: 'clean.txt', size: 6 }] },
      { name: 'train', outcome: 'RAN', needs: ['clean'], outs: [{ path: 'model', files: 1 }, { path: 'metrics.json' }] },
    ])
    const uri = (await place.run(told.runs['train'] ?? '')).info.artifact_uri ?? ''
    expect((await place.client.listArtifacts(uri, 'reprise')).map(({ path }) => path)).toEqual(['reprise/record.json'])
  })

  it('publishes the state of the pipeline with its runs', async () => {
    const { stdout } = await place.call(project, ['pipeline', 'show', 'spirals', '--json'])
    const text = JSON.stringify(JSON.parse(stdout))
    expect(text).toContain(told.run)
    expect(text).toContain(told.runs['train'])
  })

  it('records nothing where nothing is done, and what came from the run cache as that', async () => {
    const count = async (): Promise<number> => (await place.client.searchRuns({ experiment_ids: ['0', '1'], max_results: 100 })).runs.length
    const before = await count()
    expect((await place.repro(project)).run).toBeNull()
    expect((await place.call(project, ['repro', '--dry', '-f'])).code).toBe(0)
    expect(await count()).toBe(before)
    writeFileSync(join(project, 'params.yaml'), files['params.yaml'].replace('0.1', '0.2'))
    const ran = await place.repro(project)
    expect(ran.stages.find(({ stage }) => stage === 'train')).toMatchObject({
      outcome: 'ran',
      reasons: ['train.lr of params.yaml is modified: 0.1 → 0.2'],
    })
    expect(Object.keys(ran.runs)).toEqual(['train'])
    writeFileSync(join(project, 'params.yaml'), files['params.yaml'])
    const restored = await place.repro(project, ['--run-name', 'again'])
    const run = await place.run(restored.runs['train'] ?? '')
    expect(run.info.status).toBe('FINISHED')
    expect(valuesOf(run)).toMatchObject({ tags: { 'reprise.outcome': 'restored' }, metrics: { acc: 0.5 }, params: { 'train.lr': '0.1' } })
    expect((await place.run(restored.run ?? '')).info.run_name).toBe('again')
  })

  it('publishes the state also where nothing is to be done: a commit that no server has heard of', async () => {
    const latest = async () => (await place.client.getPipelineState({ project: 'spirals' })).state.summary
    const before = await latest()
    commitAll(project)
    expect((await place.repro(project)).run).toBeNull()
    const after = await latest()
    expect(after.commit).toMatch(/^[\da-f]{40}$/)
    expect(after.commit).not.toBe(before.commit)
    expect(after).toMatchObject({ stages: 2, stale: 0, is_dirty: false })
    expect((await place.call(project, ['repro', '--no-track'])).code).toBe(0)
    expect(await latest()).toEqual(after)
    const away = await place.call(project, ['repro'], { env: { REPRISE_TRACKING_URI: 'http://127.0.0.1:9' } })
    expect(away.code).toBe(0)
    expect(away.stderr.match(/the state of the pipeline was not published/g)).toHaveLength(1)
  })

  it('lists what stages read and wrote without declaring it', async () => {
    const { stdout, stderr } = await place.call(project, [
      'repro',
      '--untracked',
      '--force',
      '--single-item',
      'train',
      '--no-track',
      '--json',
    ])
    expect((JSON.parse(stdout) as Told).untracked).toEqual([{ stage: 'train', read: ['helper.py'], written: ['side.log'] }])
    expect((JSON.parse(stdout) as Told).run).toBeNull()
    expect(stderr).toContain("stage 'train' reads 'helper.py', which is none of its dependencies")
  })
})

describe('what goes wrong', () => {
  const failing = {
    in: '1\n',
    'dvc.yaml':
      'stages:\n  a:\n    cmd: echo about to fail; exit 3\n    deps: [in]\n    outs: [a]\n  b:\n    cmd: cp in b\n    deps: [in]\n    outs: [b]\n  c:\n    cmd: cp a c\n    deps: [a]\n    outs: [c]\n',
  }

  it('is told of a stage that fails, and of those that were left out', async () => {
    const project = await place.makeProject('failing', failing)
    const ended = await place.call(project, ['repro', '-k', '--json'])
    expect(ended.code).toBe(255)
    expect(ended.stderr).toContain("failed to reproduce 'a'")
    const told = JSON.parse(ended.stdout) as Told
    expect(told.stages.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual(['a failed', 'b ran', 'c skipped'])
    expect((await place.run(told.run ?? '')).info.status).toBe('FAILED')
    expect((await place.run(told.runs['a'] ?? '')).info.status).toBe('FAILED')
    expect((await place.run(told.runs['b'] ?? '')).info.status).toBe('FINISHED')
    expect((await place.record(told.runs['a'] ?? '')).outcome).toMatchObject({ exit_code: 3 })
    expect((await place.record(told.run ?? '')).pipeline?.stages.map(({ outcome }) => outcome)).toEqual(['FAILED', 'RAN', 'SKIPPED'])
  })

  it('is nothing to the stages: without a server, records wait in the spool', async () => {
    const project = await place.makeProject('away', failing)
    const env = { REPRISE_TRACKING_URI: 'http://127.0.0.1:9', REPRISE_SPOOL: join(place.folder, 'away-spool') }
    const ended = await place.call(project, ['repro', 'b'], { env })
    expect(ended.code).toBe(0)
    expect(ended.stdout).toContain("Running stage 'b':\n> cp in b\n")
    const store = join(place.folder, 'late')
    rmSync(store, { recursive: true, force: true })
    const server = await startRepriseServer({ store: join(store, 'runs.db'), artifacts: join(store, 'artifacts'), env: compileCache })
    try {
      expect((await place.call(project, ['spool', 'sync', '--tracking-uri', server.url], { env })).code).toBe(0)
      const { runs } = await createClient({ url: server.url }).searchRuns({ experiment_ids: ['0'] })
      expect(runs.map(({ info }) => `${info.run_name} ${info.status}`).toSorted()).toEqual(['b FINISHED', 'b FINISHED'])
    } finally {
      await server.stop()
    }
  })

  it('is not asked about where no server is set and none is there', async () => {
    const project = await place.makeProject('plain', failing)
    const env = { REPRISE_TRACKING_URI: '', REPRISE_SPOOL: join(place.folder, 'plain-spool') }
    const { stdout, stderr, code } = await place.call(project, ['repro', 'b', '--no-track'], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    // As with DVC, what is to be pushed is said last.
    expect(stdout).toMatch(/To track the changes with git, run:[^]*Use `reprise push` to send your updates to remote storage\.\n$/)
  })

  it('works outside of git, and inside of another run', async () => {
    const project = await place.makeProject('no-git', failing, { git: false })
    const ended = await place.call(project, ['run', '--print-id', '--', process.execPath, ...process.execArgv, '-e', ''])
    const outer = /([\da-f]{32})\s*$/.exec(ended.stdout)?.[1] ?? ''
    const told = await place.repro(project, ['b'], { env: { REPRISE_RUN_ID: outer } })
    const record = await place.record(told.run ?? '')
    expect(record.code.kind).not.toBe('GIT')
    expect(record.inputs.map(({ path }) => path)).toEqual(expect.arrayContaining(['in', 'dvc.yaml', '.dvc/config']))
    expect(valuesOf(await place.run(told.run ?? '')).tags['mlflow.parentRunId']).toBe(outer)
    const again = await place.call(project, ['reproduce', told.run ?? '', '--json'], { cwd: place.folder })
    expect(JSON.parse(again.stdout)).toMatchObject({ verdict: 'BIT_IDENTICAL', stages: [{ stage: 'b', state: 'same' }] })
  })
})

describe('reproduce', () => {
  it('runs a pipeline again, forced, and judges stage by stage; so it does a stage', async () => {
    const project = await place.makeProject('again', files)
    const first = await place.repro(project)
    commitAll(project)
    // What it was made from has changed since, and its cache is gone.
    writeFileSync(join(project, 'raw.txt'), 'other\n')
    rmSync(join(project, '.dvc', 'cache'), { recursive: true })
    const reproduce = async (id: string) => {
      const { stdout, code, stderr } = await place.call(project, ['reproduce', id, '--json'], { cwd: place.folder })
      if (!stdout.startsWith('{')) throw new Error(stderr)
      return { code, ...(JSON.parse(stdout) as { readonly reproduction: string }) }
    }
    const pipeline = await reproduce(first.run ?? '')
    expect(pipeline).toMatchObject({
      code: 0,
      verdict: 'BIT_IDENTICAL',
      stages: [
        { stage: 'clean', state: 'same' },
        { stage: 'train', state: 'same' },
      ],
      changedSince: [{ subject: 'commit' }, { subject: 'raw.txt' }],
    })
    const repeat = await place.run(pipeline.reproduction)
    expect(valuesOf(repeat).tags).toMatchObject({
      'reprise.kind': 'pipeline',
      'reprise.stages_ran': '2',
      'reprise.reproduces': first.run ?? '',
    })
    const stage = await reproduce(first.runs['train'] ?? '')
    expect(stage).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
    expect(valuesOf(await place.run(stage.reproduction)).tags).toMatchObject({ 'reprise.stage': 'train' })
    // The restored folder is no project of its own.
    const { pipelines } = await place.client.searchPipelines({ max_results: 100 })
    expect(pipelines.map((each) => each.project)).not.toContain('code')
  })

  it('names the stage at which results begin to differ', async () => {
    const project = await place.makeProject('noisy', {
      in: '1\n',
      'dvc.yaml':
        'stages:\n  a:\n    cmd: cp in a\n    deps: [in]\n    outs: [a]\n  b:\n    cmd: head -c 8 /dev/urandom | od -An -tx1 > b; cat a >> b\n    deps: [a]\n    outs: [b]\n' +
        '  c:\n    cmd: sort b > c\n    deps: [b]\n    outs: [c]\n',
    })
    await place.repro(project, ['a'])
    // The first stage has nothing to do any more.
    const { run } = await place.repro(project)
    const { stdout, code } = await place.call(project, ['reproduce', run ?? '', '--json'], { cwd: place.folder })
    expect(code).toBe(3)
    const verdict = JSON.parse(stdout) as { verdict: string; why: string; stages: unknown }
    expect(verdict).toMatchObject({
      verdict: 'DIVERGED',
      stages: [
        { stage: 'a', state: 'same' },
        { stage: 'b', state: 'differs' },
        { stage: 'c', state: 'follows' },
      ],
    })
    expect(verdict.why).toContain("It begins at the stage 'b', and 1 after it follows.")
  })
})
