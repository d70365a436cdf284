import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { CaptureItem, RecordedEnvironment } from '@reprise/protocol'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRepository } from '../code/testing/repository.ts'
import { captureEnvironment, type EnvironmentOptions, startEnvironmentCapture } from './index.ts'

const found = await ensurePython(pythonSets['mlflow-3-skinny'])
const pythonPart = requirePart('Python', found)
const python = found.reason === undefined ? found.python : ''

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('environment')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((folder = join(temporary.path, `test-${number++}`))))

const env = { PATH: process.env['PATH'], HOME: '/nonexistent' }

async function capture(
  options: Partial<EnvironmentOptions> = {},
): Promise<{ record: RecordedEnvironment; items: Map<string, CaptureItem> }> {
  const started = await startEnvironmentCapture({ env, folder, ...options })
  const { record, items } = await started.finish(options.code)
  return { record, items: new Map(items.map((item) => [item.name, item])) }
}

/** A program on PATH before all others. */
function fake(name: string, script: string): Record<string, string | undefined> {
  const file = join(folder, 'bin', name)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return { ...env, PATH: `${join(folder, 'bin')}:${env.PATH ?? ''}` }
}

/** Installs a package as an installer would: files, then RECORD. */
function install(site: string, name: string, files: Record<string, string>, metadata: Record<string, string> = {}): void {
  const info = `${name}-1.0.dist-info`
  mkdirSync(join(site, info), { recursive: true })
  const all = { ...files, [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n\nName: other\n` }
  const lines = Object.entries(all).map(([path, text]) => {
    mkdirSync(join(site, path, '..'), { recursive: true })
    writeFileSync(join(site, path), text)
    return `${path},sha256=${createHash('sha256').update(text).digest('base64url')},${text.length}`
  })
  for (const [file, text] of Object.entries(metadata)) writeFileSync(join(site, info, file), text)
  writeFileSync(join(site, info, 'RECORD'), `${lines.join('\n')}\n../../../bin/x,sha256=abc,1\n${name}/__pycache__/x.pyc,,\n`)
}

const packageOf = ({ packages }: RecordedEnvironment, name: string) => packages.find((one) => one.name === name)

describe('every run', () => {
  it('tells of thirty things at least, captured or not with why', async () => {
    const { items } = await capture()
    expect(items.size).toBeGreaterThanOrEqual(30)
    for (const { status, detail } of items.values()) if (status !== 'CAPTURED') expect(detail).toMatch(/\.$|--/)
  })

  it('says platform, processor, memory and locale as the document has them', async () => {
    const { record } = await capture({ env: { ...env, LANG: 'de_DE.UTF-8', TZ: 'Europe/Berlin' } })
    expect(record.system).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
      platform: { system: expect.any(String), release: expect.any(String), machine: expect.any(String) },
      cpu: { cpu_count: expect.any(Number), model_name: expect.any(String), flags: expect.arrayContaining([expect.any(String)]) },
      memory: { total_bytes: expect.any(Number) },
      gpu: { cuda_available: expect.any(Boolean), gpu_count: expect.any(Number) },
      locale: { language: 'de_DE.UTF-8', time_zone: 'Europe/Berlin' },
    })
  })
})

describe('variables', () => {
  it('shows those on the list, digests others, and names secrets only', async () => {
    const secret = 'hunter2-hunter2'
    const given = {
      ...env,
      OMP_NUM_THREADS: '4',
      MY_PATH: '/x',
      MLFLOW_TRACKING_PASSWORD: secret,
      MLFLOW_TRACKING_URI: `https://ada:${secret}@h/`,
      SHOWN_A: 'a',
    }
    const { record } = await capture({ env: given, salt: 'salt', showVariables: ['SHOWN_'] })
    const variables = new Map(record.variables.map((variable) => [variable.name, variable]))
    expect(variables.get('OMP_NUM_THREADS')).toEqual({ name: 'OMP_NUM_THREADS', value: '4' })
    expect(variables.get('SHOWN_A')?.value).toBe('a')
    expect(variables.get('MY_PATH')).toEqual({ name: 'MY_PATH', digest: expect.stringMatching(/^[\da-f]{64}$/) })
    expect(variables.get('MLFLOW_TRACKING_PASSWORD')).toEqual({ name: 'MLFLOW_TRACKING_PASSWORD' })
    expect(variables.get('MLFLOW_TRACKING_URI')?.value).toBe('https://ada:[secret:MLFLOW_TRACKING_PASSWORD]@h/')
    expect(JSON.stringify(record)).not.toContain(secret)
  })

  it('gives the same digest for the same value and salt only', async () => {
    const digest = async (value: string, salt?: string): Promise<string | undefined> => {
      const { record } = await capture({ env: { ...env, MINE: value }, ...(salt === undefined ? {} : { salt }) })
      return record.variables.find(({ name }) => name === 'MINE')?.digest
    }
    expect(await digest('a', 's')).toBe(await digest('a', 's'))
    expect(await digest('a', 's')).not.toBe(await digest('b', 's'))
    expect(await digest('a')).not.toBe(await digest('a'))
  })
})

describe('GPUs', () => {
  it('are read from nvidia-smi', async () => {
    const variables = fake(
      'nvidia-smi',
      `case "$*" in *query*) echo "NVIDIA H200, GPU-1, 143771, 560.35.03, 9.0, 00:01" ;; *) echo "| CUDA Version: 12.6 |" ;; esac`,
    )
    const { record, items } = await capture({ env: variables })
    expect(items.get('gpu.devices')?.status).toBe('CAPTURED')
    expect(record.system).toMatchObject({
      gpu: {
        cuda_available: true,
        gpu_count: 1,
        driver_version: '560.35.03',
        cuda_version: '12.6',
        gpus: [{ name: 'NVIDIA H200', memory_total_bytes: 143_771 * 2 ** 20 }],
      },
    })
  })

  it('are told to be unknown where nvidia-smi hangs, whatever it does about signals', async () => {
    const variables = fake('nvidia-smi', `trap '' TERM INT HUP; echo $$ > ${folder}/pid; while :; do sleep 1; done`)
    const { record, items } = await capture({ env: variables })
    expect(items.get('gpu.devices')).toEqual({ name: 'gpu.devices', status: 'TIMED_OUT', detail: 'It took longer than 5000 ms.' })
    expect(record.system).not.toHaveProperty('gpu')
    await vi.waitFor(() => expect(() => process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0)).toThrow('ESRCH'))
  }, 20_000)

  it('are told of in the words of nvidia-smi where it fails', async () => {
    const { items } = await capture({
      env: fake('nvidia-smi', 'echo "Failed to initialize NVML: Driver/library version mismatch"; exit 18'),
    })
    expect(items.get('gpu.driver')).toMatchObject({ status: 'FAILED', detail: expect.stringContaining('NVML') })
  })
})

describe('the cloud', () => {
  it('is not asked unless wished', async () => {
    expect((await capture()).items.get('cloud.provider')).toMatchObject({ status: 'SKIPPED' })
  })

  it('is waited for 200 ms where its service takes the question and never answers', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const address = server.address()
    const { items } = await capture({ cloud: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` })
    expect(items.get('cloud.provider')).toEqual({ name: 'cloud.provider', status: 'TIMED_OUT', detail: 'It took longer than 200 ms.' })
    server.close()
  })
})

describe.skipIf(pythonPart.missing)(`Python${pythonPart.note}`, () => {
  /** An environment of its own, so that its packages can be changed. */
  function makeVenv(): { python: string; site: string } {
    execFileSync(python, ['-m', 'venv', '--without-pip', join(folder, 'venv')])
    const lib = join(folder, 'venv', 'lib')
    return { python: join(folder, 'venv', 'bin', 'python'), site: join(lib, readdirSync(lib)[0] ?? '', 'site-packages') }
  }

  it('is the one that the command runs in: a virtual environment, a script of it, or through a wrapper', async () => {
    const venv = makeVenv()
    const script = join(folder, 'venv', 'bin', 'tool')
    writeFileSync(script, `#!${venv.python}\nprint()\n`, { mode: 0o755 })
    symlinkSync('venv', join(folder, '.venv'))
    const commands = [
      [venv.python, 'x.py'],
      [script],
      ['env', 'A=b', venv.python],
      ['uv', 'run', '--with', 'x', 'train.py'],
      ['nice', '-n', '5', script],
    ]
    for (const argv of commands) {
      const { record } = await capture({ argv })
      expect(record.interpreters[0]).toMatchObject({
        language: 'python',
        prefix: expect.stringMatching(/venv$/),
        is_virtual: true,
        version: expect.stringMatching(/^3\./),
      })
    }
  })

  it('lists packages with fingerprints that say whether files are the same, whoever installed them', async () => {
    const { python: file, site } = makeVenv()
    install(site, 'one', { 'one/a.py': 'a' }, { INSTALLER: 'pip' })
    const first = await capture({ argv: [file] })
    install(site, 'one', { 'one/a.py': 'a' }, { INSTALLER: 'uv', REQUESTED: '' })
    const second = await capture({ argv: [file] })
    install(site, 'one', { 'one/a.py': 'b' })
    const third = await capture({ argv: [file] })
    const prints = [first, second, third].map(({ record }) => packageOf(record, 'one')?.fingerprint)
    expect(prints[0]).toHaveLength(64)
    expect(prints[1]).toBe(prints[0])
    expect(prints[2]).not.toBe(prints[0])
    expect(packageOf(first.record, 'one')).toMatchObject({ ecosystem: 'python', version: '1.0', edited: [] })
  })

  it('tells of files that were edited where they are installed', async () => {
    const { python: file, site } = makeVenv()
    install(site, 'one', { 'one/a.py': 'aaa', 'one/b.py': 'bbb', 'one/c.py': 'ccc' })
    const later = Date.now() / 1000 + 60
    writeFileSync(join(site, 'one/a.py'), 'aXa')
    utimesSync(join(site, 'one/a.py'), later, later)
    utimesSync(join(site, 'one/b.py'), later, later)
    appendFileSync(join(site, 'one/c.py'), 'longer')
    const { record, items } = await capture({ argv: [file] })
    expect(packageOf(record, 'one')?.edited.toSorted()).toEqual(['one/a.py', 'one/c.py'])
    expect(items.get('python.edited')?.detail).toBe('1 packages.')
  })

  it('reads what is installed now, not what was when it last looked', async () => {
    const { python: file, site } = makeVenv()
    expect(packageOf((await capture({ argv: [file] })).record, 'late')).toBeUndefined()
    install(site, 'late', {})
    expect(packageOf((await capture({ argv: [file] })).record, 'late')?.version).toBe('1.0')
  })

  it('takes the state of the repository for packages that are used in place', async () => {
    const { python: file, site } = makeVenv()
    await using repository = await createRepository()
    repository.git('remote', 'add', 'origin', 'https://ada:pw@host/lib.git')
    const commit = repository.commit({ 'lib.py': 'a' })
    install(site, 'lib', {}, { 'direct_url.json': JSON.stringify({ url: `file://${repository.path}`, dir_info: { editable: true } }) })
    const clean = packageOf((await capture({ argv: [file] })).record, 'lib')
    repository.write({ 'lib.py': 'b' })
    const dirty = packageOf((await capture({ argv: [file] })).record, 'lib')
    expect(clean).toMatchObject({ source: `git+https://host/lib.git@${commit}` })
    expect(dirty?.source).toBe(repository.path)
    expect(dirty?.fingerprint).not.toBe(clean?.fingerprint)
  })

  it('writes requirements.txt, system_info.json and conda_packages.txt, and no line that works only here', async () => {
    const { python: file, site } = makeVenv()
    install(site, 'plain', {})
    install(site, 'conda_built', {}, { INSTALLER: 'conda', 'direct_url.json': '{"url":"file:///croot/conda_built_1/work","dir_info":{}}' })
    install(
      site,
      'from_git',
      {},
      { 'direct_url.json': '{"url":"https://user:pw@host/x.git","vcs_info":{"vcs":"git","commit_id":"abc123"}}' },
    )
    const meta = join(folder, 'venv', 'conda-meta')
    mkdirSync(meta)
    writeFileSync(join(meta, 'history'), '')
    writeFileSync(
      join(meta, 'numpy.json'),
      '{"name":"numpy","version":"1.21.0","build":"py39h20f2e39_0","url":"file:///home/me/numpy.conda","md5":"0ff1"}',
    )
    writeFileSync(join(meta, 'blas.json'), '{"name":"blas","version":"1.0","build":"mkl","url":"https://conda/x/blas.conda"}')
    const logged: unknown[] = []
    const result = await captureEnvironment({
      env,
      folder,
      argv: [file],
      outputDir: folder,
      logToRun: {
        logParams: async (params) => void logged.push(params),
        logArtifact: async (path, to) => void logged.push([path, to]),
      },
    })
    expect(Object.keys(result.artifacts)).toEqual(['requirements.txt', 'system_info.json', 'conda_packages.txt'])
    expect(readFileSync(join(folder, 'requirements.txt'), 'utf8').split('\n')).toEqual([
      expect.stringMatching(/^# Generated by reprise env on \d{4}-/),
      `# Python ${result.record.interpreters[0]?.version}`,
      '',
      'conda_built==1.0',
      'from_git @ git+https://host/x.git@abc123',
      'plain==1.0',
      '',
    ])
    expect(readFileSync(join(folder, 'conda_packages.txt'), 'utf8')).toMatch(
      /\n# Conda packages\n\nblas=1.0=mkl\nnumpy=1.21.0=py39h20f2e39_0\n$/,
    )
    for (const name of Object.keys(result.artifacts)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('file:///')
    expect(JSON.parse(readFileSync(join(folder, 'system_info.json'), 'utf8'))).toEqual(result.record.system)
    expect(result.params).toMatchObject({
      python_version: result.record.interpreters[0]?.version,
      platform_system: expect.any(String),
      cpu_count: expect.any(String),
      gpu_count: expect.any(String),
    })
    expect(logged).toEqual([result.params, ...Object.values(result.artifacts).map((path) => [path, 'environment'])])
  })

  it('is told to be unknown where it does not answer, and holds nothing up', async () => {
    const bad = fake('python3.99', 'echo "broken pipe dream" >&2; exit 3')
    const { items, record } = await capture({ env: bad, argv: ['python3.99', 'x.py'] })
    expect(items.get('python.packages')).toMatchObject({ status: 'FAILED', detail: expect.stringContaining('broken pipe dream') })
    expect(record.packages).toEqual([])
  })
})

describe('processes', () => {
  it.skipIf(process.platform !== 'linux')('are looked at for the libraries they loaded', async () => {
    const started = await startEnvironmentCapture({ env, folder })
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600)'])
    started.watch(child.pid ?? 0)
    const { record, items } = await started.finish()
    expect(items.find(({ name }) => name === 'process.libraries')?.status).toBe('CAPTURED')
    expect(record.system).toMatchObject({ libraries: expect.arrayContaining([expect.stringMatching(/libc/)]) })
  })
})

describe('other languages', () => {
  it.each([
    [
      'node_modules/.package-lock.json',
      '{"packages":{"":{"name":"me"},"node_modules/@a/b":{"version":"1.2.3","integrity":"sha512-x"},"node_modules/l":{"link":true}}}',
    ],
    [
      'pnpm-lock.yaml',
      "lockfileVersion: '9.0'\n\npackages:\n\n  '@a/b@1.2.3':\n    resolution: {integrity: sha512-x}\n\nsnapshots:\n\n  '@a/b@1.2.3': {}\n",
    ],
    [
      'yarn.lock',
      '# yarn lockfile v1\n\n\n"@a/b@^1.0.0":\n  version "1.2.3"\n  resolved "https://registry.yarnpkg.com/@a/b/-/b-1.2.3.tgz#1"\n  integrity sha512-x\n',
    ],
    ['bun.lock', '{\n  "packages": {\n    "@a/b": ["@a/b@1.2.3", "", {}, "sha512-x"],\n  }\n}\n'],
  ])('Node packages are read from %s', async (file, text) => {
    mkdirSync(join(folder, 'node_modules'))
    writeFileSync(join(folder, 'package.json'), '{}')
    writeFileSync(join(folder, file), text)
    const { record, items } = await capture({ argv: [process.execPath, 'x.js'] })
    expect(record.packages.filter(({ ecosystem }) => ecosystem === 'node')).toEqual([
      { ecosystem: 'node', name: '@a/b', version: '1.2.3', fingerprint: 'sha512-x', edited: [] },
    ])
    expect(record.interpreters).toContainEqual(expect.objectContaining({ language: 'node', version: process.versions.node }))
    expect(items.get('node.packages')?.detail).toContain(file)
  })

  it('R packages are read from renv.lock', async () => {
    writeFileSync(
      join(folder, 'renv.lock'),
      '{"R":{"Version":"4.3.1"},"Packages":{"dplyr":{"Package":"dplyr","Version":"1.1.4","Hash":"fedd"}}}',
    )
    const { record } = await capture({ argv: ['sh', 'x.sh'] })
    expect(packageOf(record, 'dplyr')).toMatchObject({ ecosystem: 'r', version: '1.1.4', fingerprint: 'fedd' })
    expect(record.lock_files).toEqual([{ path: 'renv.lock', kind: 'renv' }])
  })
})

it('says git, commit and branch when it is told of the code', async () => {
  const { record, items } = await capture({
    code: { kind: 'GIT', root: '/w', commit: 'c0ffee', branch: 'main', uncommitted: true, remotes: [], files: [], submodules: [] },
  })
  expect(record.system).toMatchObject({ git: { commit_sha: 'c0ffee', branch: 'main', has_uncommitted_changes: true } })
  expect(items.get('git.commit')?.status).toBe('CAPTURED')
})

it('measures the machine when asked', async () => {
  const { record } = await capture({ benchmark: true })
  expect(record.system).toMatchObject({ benchmark: { version: 1, sha256_mb_per_second: expect.any(Number) } })
})
