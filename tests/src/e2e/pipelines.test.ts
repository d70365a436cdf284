import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, type Client } from '@reprise/client'
import { createTemporaryFolder, startRepriseServer, type RunningRepriseServer, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileCache, reprise, results, type Ended } from './reprise.ts'

const pipeline = `stages:
  prepare:
    cmd: mkdir clean && cp raw.txt clean/a.txt
    deps: [raw.txt]
    outs: [clean]
  train:
    foreach: [a, b]
    do:
      cmd: echo '{"acc":0.5,"of":{"n":2},"note":"x"}' > \${item}.json
      deps: [clean]
      params: [lr]
      metrics:
        - \${item}.json:
            cache: false
  report:
    cmd: cat a.json b.json > report.txt
    deps: [a.json, b.json]
    outs: [report.txt]
`

describe('pipelines on a server', () => {
  let folder: TemporaryFolder
  let server: RunningRepriseServer
  let client: Client
  let project: string
  beforeAll(async () => {
    folder = await createTemporaryFolder('pipelines')
    server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts'), env: compileCache })
    client = createClient({ url: server.url })
    project = join(folder.path, 'work')
    mkdirSync(project)
    const git = (...args: string[]) => execFileSync('git', args, { cwd: project, stdio: 'pipe' })
    git('init', '-q', '-b', 'main')
    git('config', 'user.email', 'ada@example.com')
    git('config', 'user.name', 'Ada')
    git('remote', 'add', 'origin', 'https://ada:secret@git.example.com/ada/spirals.git')
    await results(['init', '-q'], { cwd: project })
    for (const [name, text] of Object.entries({ 'raw.txt': 'raw\n', 'params.yaml': 'lr: 0.1\n', 'dvc.yaml': pipeline }))
      writeFileSync(join(project, name), text)
    git('add', '-A')
    git('commit', '-qm', 'one')
  })
  afterAll(async () => {
    await server?.stop()
    await folder?.remove()
  })

  const run = (...args: string[]): Promise<Ended> => reprise(args, { cwd: project, env: { MLFLOW_TRACKING_URI: server.url } })
  const get = (...args: string[]): Promise<string> => results(args, { cwd: project, env: { MLFLOW_TRACKING_URI: server.url } })
  const json = async (...args: string[]) => JSON.parse(await get(...args, '--json')) as Record<string, unknown>

  it('publishes what is stale and why, and what is not once it was run', async () => {
    expect(await get('pipeline', 'publish')).toMatch(/^ada\/spirals: 4 stages, 4 stale\.\nPublished as [0-9a-f]{32}\.\n$/)
    await results(['repro', '-q', '--no-track'], { cwd: project })
    const published = await json('pipeline', 'publish')
    expect(published).toMatchObject({
      project: 'ada/spirals',
      is_new: true,
      state: { branch: 'main', is_dirty: false, stale: 0, stages: 4 },
    })
    expect(await get('pipeline', 'publish')).toContain('Nothing is new')
    writeFileSync(join(project, 'params.yaml'), 'lr: 0.2\n')
    expect(await get('pipeline', 'publish')).toContain('4 stages, 2 stale, 1 waiting.')
    const { state } = await client.getPipelineState({ project: 'ada/spirals' })
    expect(state.summary.commit).toMatch(/^[0-9a-f]{40}$/)
    expect(state.summary.is_dirty).toBe(true)
    expect(state.stages.map(({ name, state: how, group, needs }) => [name, how, group, needs])).toEqual([
      ['prepare', 'UP_TO_DATE', undefined, []],
      ['train@a', 'STALE', 'train', ['prepare']],
      ['train@b', 'STALE', 'train', ['prepare']],
      ['report', 'WAITING', undefined, ['train@a', 'train@b']],
    ])
    expect(state.stages[1]).toMatchObject({
      reasons: [{ kind: 'PARAM', path: 'params.yaml', key: 'lr', state: 'modified', old: 0.1, new: 0.2 }],
      params: [{ path: 'params.yaml', key: 'lr', value: 0.1 }],
      deps: [{ path: 'clean', digest: expect.stringMatching(/^[0-9a-f]{32}\.dir$/), size: 4, files: 1 }],
    })
    const numbers = [
      { key: 'acc', value: 0.5 },
      { key: 'of.n', value: 2 },
    ]
    expect(state.metrics).toEqual([
      { path: 'a.json', metrics: numbers },
      { path: 'b.json', metrics: numbers },
    ])
  })

  it('lists, shows and forgets what was published', async () => {
    expect(await get('pipeline', 'list')).toMatch(/^PROJECT .*\nada\/spirals  [0-9a-f]{8}\+ +main +4 +2 +1 +\d+s\n$/)
    const states = (await json('pipeline', 'states', 'ada/spirals'))['states'] as { state_id: string; stale: number }[]
    expect(states.map(({ stale }) => stale)).toEqual([2, 0, 4])
    expect(await get('pipeline', 'show', 'ada/spirals')).toContain('✗ train@a\n    lr of params.yaml is modified: 0.1 → 0.2\n')
    expect(await get('pipeline', 'show', 'ada/spirals')).toContain('… report waits for train@a, train@b\n')
    const first = states[2]?.state_id.slice(0, 8) ?? ''
    expect(await get('pipeline', 'show', 'ada/spirals', '--state', first)).toContain('✗ prepare\n')
    expect(await run('pipeline', 'delete', 'ada/spirals', '--state', first)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--yes'),
    })
    await get('pipeline', 'delete', 'ada/spirals', '--state', first, '--yes')
    expect((await json('pipeline', 'states', 'ada/spirals'))['states']).toHaveLength(2)
    expect(await run('pipeline', 'show', 'nowhere')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No pipeline of the project 'nowhere'"),
    })
  })

  it('takes another name, and says what is wrong with one, with the server, and with the pipeline', async () => {
    await get('pipeline', 'publish', '--name', 'moons/鍵')
    expect(((await json('pipeline', 'list'))['pipelines'] as { project: string }[]).map((one) => one.project)).toEqual([
      'moons/鍵',
      'ada/spirals',
    ])
    expect(await run('pipeline', 'publish', '--name', ' x')).toMatchObject({
      code: 255,
      stderr: expect.stringContaining(`ERROR: Invalid value " x"`),
    })
    const away = await run('pipeline', 'publish', '--tracking-uri', 'http://127.0.0.1:9')
    expect(away).toMatchObject({ code: 255, stderr: expect.stringContaining('can not be reached') })
    writeFileSync(join(project, 'dvc.yaml'), pipeline.replace('deps: [raw.txt]', 'deps: [raw.txt, report.txt]'))
    expect(await run('pipeline', 'publish')).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('both a dependency and an output'),
    })
    writeFileSync(join(project, 'dvc.yaml'), pipeline)
  })

  it('leads from a file, a folder, a digest or a run to where it came from, and to what became of it', async () => {
    const md5 = createHash('md5')
      .update(readFileSync(join(project, 'report.txt')))
      .digest('hex')
    const { state } = await client.getPipelineState({ project: 'ada/spirals' })
    const clean = state.stages[0]?.outs[0]?.digest ?? ''
    const data = (name: string, digest: string) => ({ name, digest, source_type: 'local', source: name })
    const make = async (name: string, reads: readonly (readonly [string, string])[], makes: readonly (readonly [string, string])[]) => {
      const { run: made } = await client.createRun({ experiment_id: '0', run_name: name, start_time: 1 })
      const { run_id: id } = made.info
      await client.logInputs({ run_id: id, datasets: reads.map((one) => ({ dataset: data(...one) })) })
      await client.logDatasetOutputs({ run_id: id, datasets: makes.map((one) => data(...one)) })
      return id
    }
    const prepare = await make('prepare', [['raw.txt', 'a'.repeat(32)]], [['clean', clean]])
    const report = await make('report', [['clean', clean]], [['report.txt', md5]])
    expect((await get('lineage', 'report.txt')).split('\n')).toEqual([
      `report.txt  ${md5.slice(0, 8)}`,
      'Came from',
      `└─ report  ${report.slice(0, 8)}  RUNNING`,
      `   └─ clean  ${clean.slice(0, 8)}.dir`,
      `      └─ prepare  ${prepare.slice(0, 8)}  RUNNING`,
      '         └─ raw.txt  aaaaaaaa',
      '',
    ])
    expect(await get('lineage', 'clean', '--down')).toMatch(/^clean {2}.*\nLed to\n└─ report .*\n {3}└─ report\.txt .*\n$/)
    const byRun = await json('lineage', report.slice(0, 12), '--up', '--depth', '1')
    expect(byRun).toMatchObject({ root: `run:${report}`, is_whole: false, edges: [{ from: `data:${clean}`, to: `run:${report}` }] })
    expect((await json('lineage', clean.slice(0, 10)))['root']).toBe(`data:${clean}`)
    expect((await run('lineage', 'a'.repeat(32), '--down')).stdout).toMatch(/^raw\.txt {2}aaaaaaaa\nLed to\n/)
    expect(await run('lineage', 'params.yaml')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No run recorded 'params.yaml' as it is now"),
    })
    expect(await run('lineage', 'deadbeef00')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("There is no run and no file 'deadbeef00'"),
    })
    expect(await run('lineage', report, '--up', '--down')).toMatchObject({ code: 2 })
  })

  it('knows the data of commands that were recorded', async () => {
    writeFileSync(
      join(project, 'triple.mjs'),
      `import fs from 'node:fs'\nfs.writeFileSync('made.bin', fs.readFileSync('clean/a.txt', 'utf8').repeat(3))\n`,
    )
    await get('run', '--name', 'triple', '--', process.execPath, 'triple.mjs')
    const lines = (await get('lineage', 'made.bin')).split('\n')
    expect(lines.slice(0, 3)).toEqual([
      expect.stringMatching(/^made\.bin /),
      'Came from',
      expect.stringMatching(/^└─ triple {2}[0-9a-f]{8} {2}FINISHED$/),
    ])
    expect(lines[3]).toMatch(/^ {3}└─ .*clean\/a\.txt/)
  })
})
