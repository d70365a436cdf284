import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startEnvironmentCapture } from './index.ts'
import { capture, env, fakeProgram, findPackage } from './testing/capture.ts'

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('environment')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((folder = join(temporary.path, `test-${number++}`))))

describe('every run', () => {
  it('tells of thirty things at least, captured or not with why', async () => {
    const { items } = await capture({ folder })
    expect(items.size).toBeGreaterThanOrEqual(30)
    for (const { status, detail } of items.values()) if (status !== 'CAPTURED') expect(detail).toMatch(/\.$|--/)
  })

  it('says platform, processor, memory and locale as the document has them', async () => {
    const { record } = await capture({ folder, env: { ...env, LANG: 'de_DE.UTF-8', TZ: 'Europe/Berlin' } })
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
    const { record, items } = await capture({ folder, env: given, salt: 'salt', showVariables: ['SHOWN_'] })
    expect(items.get('variables.secrets')).toMatchObject({ status: 'SKIPPED', detail: 'Of 1 variable only the name is recorded.' })
    const { items: without } = await capture({ folder, env: { PATH: env['PATH'] } })
    expect(without.get('variables.secrets')?.status, 'nothing was left out').toBe('CAPTURED')
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
      const { record } = await capture({ folder, env: { ...env, MINE: value }, ...(salt === undefined ? {} : { salt }) })
      return record.variables.find(({ name }) => name === 'MINE')?.digest
    }
    expect(await digest('a', 's')).toBe(await digest('a', 's'))
    expect(await digest('a', 's')).not.toBe(await digest('b', 's'))
    expect(await digest('a')).not.toBe(await digest('a'))
  })
})

describe('GPUs', () => {
  it('are read from nvidia-smi', async () => {
    const variables = fakeProgram(
      folder,
      'nvidia-smi',
      `case "$*" in *query*) echo "NVIDIA H200, GPU-1, 143771, 560.35.03, 9.0, 00:01" ;; *) echo "| CUDA Version: 12.6 |" ;; esac`,
    )
    const { record, items } = await capture({ folder, env: variables })
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
    const variables = fakeProgram(folder, 'nvidia-smi', `trap '' TERM INT HUP; echo $$ > ${folder}/pid; while :; do sleep 1; done`)
    const { record, items } = await capture({ folder, env: variables })
    expect(items.get('gpu.devices')).toEqual({ name: 'gpu.devices', status: 'TIMED_OUT', detail: 'It took longer than 5000 ms.' })
    expect(record.system).not.toHaveProperty('gpu')
    await vi.waitFor(() => expect(() => process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0)).toThrow('ESRCH'))
  }, 400_000)

  it('are told of in the words of nvidia-smi where it fails', async () => {
    const { items } = await capture({
      folder,
      env: fakeProgram(folder, 'nvidia-smi', 'echo "Failed to initialize NVML: Driver/library version mismatch"; exit 18'),
    })
    expect(items.get('gpu.driver')).toMatchObject({ status: 'FAILED', detail: expect.stringContaining('NVML') })
  })
})

describe('the cloud', () => {
  it('is not asked unless wished', async () => {
    expect((await capture({ folder })).items.get('cloud.provider')).toMatchObject({ status: 'SKIPPED' })
  })

  it('is waited for 200 ms where its service takes the question and never answers', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.on('listening', resolve))
    const address = server.address()
    const { items } = await capture({ folder, cloud: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` })
    expect(items.get('cloud.provider')).toEqual({ name: 'cloud.provider', status: 'TIMED_OUT', detail: 'It took longer than 200 ms.' })
    server.close()
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
    const { record, items } = await capture({ folder, argv: [process.execPath, 'x.js'] })
    expect(record.packages.filter(({ ecosystem }) => ecosystem === 'node')).toEqual([
      { ecosystem: 'node', name: '@a/b', version: '1.2.3', fingerprint: 'sha512-x', edited: [] },
    ])
    expect(record.interpreters).toContainEqual(expect.objectContaining({ language: 'node', version: process.versions.node }))
    expect(items.get('node.packages')?.detail).toContain(file)
  })

  it('Node packages whose files are younger than the list of npm are told as edited', async () => {
    const home = join(folder, 'node_modules', 'left-pad')
    mkdirSync(join(home, 'lib'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{}')
    writeFileSync(join(home, 'index.js'), '')
    writeFileSync(join(home, 'lib', 'pad.js'), '')
    const list = join(folder, 'node_modules', '.package-lock.json')
    writeFileSync(list, '{"packages":{"node_modules/left-pad":{"version":"1.3.0","integrity":"sha512-x"}}}')
    const [then, later] = [Date.now() / 1_000 - 60, Date.now() / 1_000 - 30]
    for (const file of [join(home, 'index.js'), join(home, 'lib', 'pad.js'), list]) utimesSync(file, then, then)
    const argv = [process.execPath, 'x.js']
    expect(findPackage((await capture({ folder, argv })).record, 'left-pad')?.edited).toEqual([])
    utimesSync(join(home, 'lib', 'pad.js'), later, later)
    const { record, items } = await capture({ folder, argv })
    expect(findPackage(record, 'left-pad')?.edited).toEqual(['lib/pad.js'])
    expect(items.get('node.edited')?.detail).toBe('1 packages.')
  })

  it('R packages are read from renv.lock', async () => {
    writeFileSync(
      join(folder, 'renv.lock'),
      '{"R":{"Version":"4.3.1"},"Packages":{"dplyr":{"Package":"dplyr","Version":"1.1.4","Hash":"fedd"}}}',
    )
    const { record } = await capture({ folder, argv: ['sh', 'x.sh'] })
    expect(findPackage(record, 'dplyr')).toMatchObject({ ecosystem: 'r', version: '1.1.4', fingerprint: 'fedd' })
    expect(record.lock_files).toEqual([{ path: 'renv.lock', kind: 'renv' }])
  })
})

it('says git, commit and branch when it is told of the code', async () => {
  const { record, items } = await capture({
    folder,
    code: { kind: 'GIT', root: '/w', commit: 'c0ffee', branch: 'main', uncommitted: true, remotes: [], files: [], submodules: [] },
  })
  expect(record.system).toMatchObject({ git: { commit_sha: 'c0ffee', branch: 'main', has_uncommitted_changes: true } })
  expect(items.get('git.commit')?.status).toBe('CAPTURED')
})

it('measures the machine when asked', async () => {
  const { record } = await capture({ folder, benchmark: true })
  expect(record.system).toMatchObject({ benchmark: { version: 1, sha256_mb_per_second: expect.any(Number) } })
})
