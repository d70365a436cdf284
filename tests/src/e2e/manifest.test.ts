import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  findSmallDisk,
  mountSmallDisk,
  requirePart,
  startRepriseServer,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bareEnvironment, compileCache, type Ended, fromSource, reprise, results } from './reprise.ts'
import { findTerminal, onTerminal } from './terminal.ts'
import { findWithoutPrivileges } from './without-privileges.ts'

const privileges = findWithoutPrivileges()
const unprivileged = requirePart('a program without privileges', privileges)
const disk = requirePart('a small disk', findSmallDisk())
const terminal = requirePart('a terminal', findTerminal())

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('manifests')))
afterAll(() => temporary.remove())
beforeEach(() => {
  folder = join(temporary.path, `test-${number++}`)
  mkdirSync(join(folder, 'data/raw'), { recursive: true })
  writeFileSync(join(folder, 'data/a.csv'), 'one')
  writeFileSync(join(folder, 'data/raw/b.json'), '{}')
  writeFileSync(join(folder, 'data/c.tmp'), '')
  writeFileSync(Buffer.concat([Buffer.from(join(folder, 'data/odd-')), Buffer.from([0xff, 0x5c])]), 'odd')
  symlinkSync('a.csv', join(folder, 'data/link'))
})
const surroundings = (): { cwd: string; env: Record<string, string> } => ({ cwd: folder, env: { XDG_CACHE_HOME: join(folder, 'cache') } })
const run = (...args: string[]): Promise<Ended> => reprise(['manifest', ...args], surroundings())
const get = (...args: string[]): Promise<string> => results(['manifest', ...args], surroundings())
const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await get(...args, '--json')) as Record<string, unknown>

describe('reprise manifest', () => {
  it('records a folder and finds it as recorded', async () => {
    const made = await get('create', 'data', '--metadata', 'stage=raw')
    expect(made).toMatch(/^data_manifest\.json {2}4 files, 1 link, 8 B in \d+ms\nroot {2}[0-9a-f]{64}\n$/)
    const written = JSON.parse(readFileSync(join(folder, 'data_manifest.json'), 'utf8')) as Record<string, unknown>
    expect(written).toMatchObject({
      manifest_version: '1.0',
      data_path: join(folder, 'data'),
      hash_algorithms: ['md5', 'sha256'],
      files: [
        {
          relative_path: 'a.csv',
          size_bytes: 3,
          size_human: '3.0 B',
          hashes: { md5: 'f97c5d29941bfb1b2fdab0874906ab82', sha256: expect.any(String) },
        },
        { relative_path: 'c.tmp' },
        { relative_path: 'odd-\\xff\\\\' },
        { relative_path: 'raw/b.json' },
      ],
      summary: {
        total_files: 4,
        total_size_bytes: 8,
        total_size_human: '8.0 B',
        processing_time_seconds: expect.any(Number),
        throughput: expect.any(Number),
      },
      metadata: { stage: 'raw' },
      not_hashed: [{ relative_path: 'link', type: 'link', target: 'a.csv' }],
    })
    expect(await get('validate', 'data_manifest.json')).toMatch(/^5 files, 8 B checked in \d+ms: all as recorded\.\n$/)
  })

  it('is spelled without create, too', async () => {
    await get('data', '--output', 'm.json', '--include', '*.csv', '*.json', '--exclude', 'raw/')
    expect(await json('show', 'm.json')).toMatchObject({
      total_files: 1,
      include_patterns: ['*.csv', '*.json'],
      exclude_patterns: ['raw/'],
    })
    expect((await run('data', '--validate', 'm.json')).code).toBe(0)
    expect((await run('data', '--validate', 'm.json', '--output', 'x')).code).toBe(2)
  })

  it('fails when the folder is not as recorded, and says how it differs', async () => {
    await get('create', 'data', '-o', 'm.jsonl')
    rmSync(join(folder, 'data/c.tmp'))
    writeFileSync(join(folder, 'data/a.csv'), 'two')
    writeFileSync(join(folder, 'data/new'), '')
    const { code, stdout, stderr } = await run('validate', 'm.jsonl')
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(
        /^FOUND +PATH\nmissing +c\.tmp\nchanged +a\.csv +other bytes\nextra +new\n5 files, 8 B checked in \d+ms\.\n$/,
      ),
    })
    expect(stderr).toBe(
      'reprise: The folder is not as m.jsonl says: 1 missing, 1 changed, 1 extra. Restore the data, or make a new manifest if it was meant to change.\n',
    )
    const told = await run('validate', 'm.jsonl', '--json')
    expect(JSON.parse(told.stdout)).toMatchObject({
      valid: false,
      missing_files: ['c.tmp'],
      extra_files: ['new'],
      hash_mismatches: [{ path: 'a.csv' }],
    })
    expect(JSON.parse(told.stderr)).toMatchObject({ error_code: 'DATA_LOSS' })
  })

  it('gives two folders with the same content the same root id', async () => {
    execFileSync('cp', ['-r', '--preserve=links', 'data', 'copy'], { cwd: folder })
    const [first, second] = [await json('create', 'data', '-o', 'a.jsonl'), await json('create', 'copy', '-o', 'b.json')]
    expect(first['root']).toMatch(/^[0-9a-f]{64}$/)
    expect(second['root']).toBe(first['root'])
    expect(await get('diff', 'a.jsonl', 'b.json')).toBe('They do not differ.\n')
    expect(await get('diff', 'a.jsonl', 'copy')).toBe('They do not differ.\n')
  })

  it('writes only what changed since a parent, and reads both as one', async () => {
    await get('create', 'data', '-o', 'monday.jsonl')
    writeFileSync(join(folder, 'data/a.csv'), 'changed')
    await get('create', 'data', '--parent', 'monday.jsonl', '-o', 'tuesday.jsonl')
    expect(readFileSync(join(folder, 'tuesday.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2)
    expect(await json('show', 'tuesday.jsonl')).toMatchObject({ total_files: 4 })
    expect((await run('validate', 'tuesday.jsonl')).code).toBe(0)
    expect(await get('diff', 'monday.jsonl', 'tuesday.jsonl')).toBe(
      'WHAT     PATH\nchanged  a.csv  3 B → 7 B\n0 files removed, 0 added, 1 changed.\n',
    )
    expect((await run('diff', 'monday.jsonl', 'tuesday.jsonl', '--exit-code')).code).toBe(1)
    rmSync(join(folder, 'monday.jsonl'))
    expect((await run('show', 'tuesday.jsonl')).stderr).toMatch(
      /^reprise: tuesday\.jsonl holds only what changed since .* name it with --parent\.\n$/,
    )
  })

  it('shows a manifest in 80 columns', async () => {
    writeFileSync(join(folder, 'data', `${'long-'.repeat(30)}.csv`), '')
    await get('create', 'data')
    const lines = (await get('show', 'data_manifest.json')).split('\n')
    expect(lines.filter((line) => !/^(?:folder|root) /.test(line)).every((line) => line.length <= 80)).toBe(true)
    expect((await run('show', 'data_manifest.json', '-n', '2')).stderr).toBe('There are 4 more: -n 6 shows all.\n')
  })

  it('takes the place of an older manifest and of nothing else, and leaves itself out', async () => {
    const first = await json('create', 'data', '-o', 'data/manifest.json')
    expect((await json('create', 'data', '-o', 'data/manifest.json'))['root']).toBe(first['root'])
    expect((await run('validate', 'data/manifest.json')).code).toBe(0)
    expect(await run('create', 'data', '-o', 'data/a.csv')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'reprise: data/a.csv exists, and is no manifest. Name another file with --output.\n',
    })
    expect(readFileSync(join(folder, 'data/a.csv'), 'utf8')).toBe('one')
  })

  it.skipIf(disk.missing)(`leaves nothing behind on a full disk${disk.note}`, async () => {
    using small = await mountSmallDisk(join(folder, 'small'), { megabytes: 1 })
    small.fill()
    const { code, stderr } = await reprise(['manifest', 'create', 'data', '-o', join(small.path, 'm.json')], {
      ...surroundings(),
      within: small.within,
    })
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('There is no space left for') })
    small.empty()
    const [program, ...words] = [...small.within, 'ls', small.path]
    expect(execFileSync(program, words, { encoding: 'utf8' })).toBe('')
  })

  it('waits for no FIFO', async () => {
    execFileSync('mkfifo', [join(folder, 'data/fifo'), join(folder, 'manifest')])
    expect((await run('create', 'data')).stderr).toBe('fifo: a FIFO\n')
    expect((await run('validate', 'manifest')).stderr).toBe('reprise: manifest is no file. Name a manifest.\n')
  })

  it.skipIf(unprivileged.missing)(`records what it can when a file can not be read, and fails${unprivileged.note}`, async () => {
    chmodSync(join(folder, 'data/a.csv'), 0)
    chmodSync(join(folder, 'data/raw'), 0)
    const { code, stderr } = await reprise(['manifest', 'create', 'data'], { ...surroundings(), within: privileges.within })
    chmodSync(join(folder, 'data/raw'), 0o755)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'a.csv: EACCES\nraw: EACCES\nreprise: The manifest lacks 2 files that could not be read. Exclude them, or make them readable and stop what writes to them.\n',
    })
    expect(await json('show', 'data_manifest.json')).toMatchObject({
      total_files: 2,
      root: null,
      problems: [{ path: 'a.csv' }, { path: 'raw' }],
    })
  })

  it.each([
    ['nothing', undefined, 'There is no manifest m.json. Make one: reprise manifest create FOLDER'],
    ['no JSON', 'PK\u0003\u0004', 'm.json is no manifest: it is no JSON. Make one: reprise manifest create FOLDER'],
    [
      'a path that leads out',
      '{"manifest_version":"1.0","data_path":"data","hash_algorithms":["md5"],"files":[{"relative_path":"../x","size_bytes":0,"hashes":{"md5":"d41d8cd98f00b204e9800998ecf8427e"}}]}',
      'm.json, files[0]: relative_path "../x" has a part . or ... Paths of a manifest are relative and stay below its folder.',
    ],
  ])('says in one line what is wrong with %s', async (_what, content, message) => {
    if (content !== undefined) writeFileSync(join(folder, 'm.json'), content)
    expect(await run('validate', 'm.json')).toEqual({ code: 1, stdout: '', stderr: `reprise: ${message}\n` })
  })
})

describe('a manifest of what takes long', () => {
  beforeEach(() => {
    writeFileSync(join(folder, 'data/vast'), '')
    // A hole: nothing on the disk, and minutes of hashing.
    truncateSync(join(folder, 'data/vast'), 512 * 2 ** 30)
  })

  it('ends at once with Ctrl-C, and leaves nothing half-written', async () => {
    const child = spawn(process.execPath, [...fromSource, 'manifest', 'create', 'data'], {
      cwd: folder,
      env: { ...bareEnvironment(), ...surroundings().env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)))
    // The first line of progress says that it hashes.
    await new Promise((resolve) => child.stderr.once('data', resolve))
    child.kill('SIGINT')
    expect(await ended).toBe('SIGINT')
    expect(readdirSync(folder).filter((name) => name !== 'cache')).toEqual(['data'])
  })

  it.skipIf(terminal.missing)(`shows on a terminal how far it is${terminal.note}`, async () => {
    const { code, output } = await onTerminal(['manifest', 'create', join(folder, 'data'), '-o', join(folder, 'm.json')], {
      when: /█|░/,
      type: '\u0003',
      env: surroundings().env,
    })
    expect(output).toMatch(/░{15,20} \d of 5 files, [\d.]+ [kMG]B of 550 GB/)
    expect(code).toBe(130)
  })
})

it('logs a manifest to a run', async () => {
  await using server = await startRepriseServer({ store: join(folder, 'runs.db'), artifacts: join(folder, 'artifacts'), env: compileCache })
  const client = createClient({ url: server.url })
  const { run: made } = await client.createRun({ experiment_id: '0', run_name: 'with data' })
  const id = made.info.run_id
  const env = { ...surroundings().env, MLFLOW_TRACKING_URI: server.url }
  expect(await results(['manifest', 'create', 'data', '--run', id.slice(0, 8)], { cwd: folder, env })).toContain(`run   ${id}\n`)
  const { run: logged } = await client.getRun({ run_id: id })
  const value = (key: string): number | undefined => logged.data?.metrics.find((metric) => metric.key === key)?.value
  expect([value('data_files_count'), value('data_size_bytes')]).toEqual([4, 8])
  expect(value('data_processing_time')).toBeGreaterThan(0)
  expect(Object.fromEntries((logged.data?.params ?? []).map(({ key, value: text }) => [key, text]))).toEqual({
    data_path: join(folder, 'data'),
    hash_algorithms: 'md5,sha256',
    manifest_version: '1.0',
  })
  const artifact = await client.downloadArtifact(logged.info.artifact_uri ?? '', 'data_manifest/data_manifest.json')
  expect(await new Response(artifact as ReadableStream<Uint8Array<ArrayBuffer>>).text()).toBe(
    readFileSync(join(folder, 'data_manifest.json'), 'utf8'),
  )

  const { run: other } = await client.createRun({ experiment_id: '0' })
  await results(['manifest', 'data', '--log-to-run', '--artifact-path', 'inputs'], {
    cwd: folder,
    env: { ...env, MLFLOW_RUN_ID: other.info.run_id },
  })
  expect(await client.listArtifacts(other.info.artifact_uri ?? '', 'inputs')).toMatchObject([{ path: 'inputs/data_manifest.json' }])
  expect(await reprise(['manifest', 'create', 'data', '--run', 'f'.repeat(32)], { cwd: folder, env })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not found'),
  })
  expect((await reprise(['manifest', 'data', '--log-to-run'], { cwd: folder, env })).stderr).toBe(
    'reprise: --log-to-run finds no run in MLFLOW_RUN_ID. Name one: --run ID\n',
  )
})
