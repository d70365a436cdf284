import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedCode, RecordedFile } from '@reprise/protocol'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type PackedCode, restoreCode, snapshotCode } from './index.ts'
import { createRepository, env, readFrom, readTree, type TestRepository } from './testing/repository.ts'

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('restore')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((folder = join(temporary.path, `test-${number++}`))))
const target = (): string => join(folder, 'target')

async function pack({ path }: TestRepository, limit?: number): Promise<PackedCode> {
  const snapshot = await snapshotCode(path, { env, limits: limit === undefined ? {} : { pack: limit } })
  const packed = await snapshot.pack(folder)
  await snapshot.release()
  return packed
}

/** Bytes that no pack makes smaller. */
function incompressible(size: number): Buffer {
  const parts = Array.from({ length: Math.ceil(size / 32) }, (_, index) => createHash('sha256').update(String(index)).digest())
  return Buffer.concat(parts).subarray(0, size)
}

/** A record whose tree git would never make: entries as git writes them, their objects in a pack. */
function forge(
  entries: readonly (readonly [mode: string, name: string, content: string | readonly (readonly [string, string, string])[]])[],
): PackedCode {
  const git = (args: readonly string[], input?: string | Buffer): string =>
    execFileSync('git', [...args], { cwd: folder, env: { ...process.env, ...env }, input: input ?? '' })
      .toString()
      .trim()
  git(['init', '-q'])
  const ids: string[] = []
  const keep = (type: string, content: string | Buffer): string => {
    const id = git(['hash-object', '-w', '-t', type, '--stdin', '--literally'], content)
    ids.push(id)
    return id
  }
  const tree = (items: typeof entries): string =>
    keep(
      'tree',
      Buffer.concat(
        items.flatMap(([mode, name, content]) => {
          const id = typeof content === 'string' ? keep('blob', content) : tree(content)
          return [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]
        }),
      ),
    )
  const root = tree(entries)
  const bytes = execFileSync('git', ['pack-objects', '-q', '--stdout'], { cwd: folder, input: `${ids.join('\n')}\n` })
  writeFileSync(join(folder, 'forged.pack'), bytes)
  const changes = { artifact: 'forged.pack', sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
  const record: RecordedCode = { kind: 'GIT', root: '/', tree: root, remotes: [], files: [], submodules: [], changes }
  return { record, items: [], artifacts: [{ artifact: 'forged.pack', file: join(folder, 'forged.pack') }] }
}

it.each([
  ['out of the folder', [['100644', '../outside', 'x']]],
  ['out of the folder in two steps', [['40000', '..', [['100644', 'outside', 'x']]]]],
  ['into the git folder', [['40000', '.git', [['100644', 'hooks', 'x']]]]],
  ['into the git folder, by another name', [['40000', '.GIT', [['100644', 'config', 'x']]]]],
  [
    'through a link',
    [
      ['120000', 'a', '..'],
      ['40000', 'a', [['100644', 'outside', 'x']]],
    ],
  ],
  ['to an absolute place', [['100644', '/tmp/reprise-outside', 'x']]],
] as const)('refuses a pack that leads %s', async (_case, entries) => {
  const forged = forge(entries)
  await expect(restoreCode(forged.record, target(), { env, readKept: readFrom(forged) })).rejects.toMatchObject({ code: 'DATA_LOSS' })
  expect(existsSync(join(folder, 'outside'))).toBe(false)
  expect(existsSync('/tmp/reprise-outside')).toBe(false)
  expect(existsSync(join(target(), '.git/hooks/x'))).toBe(false)
})

it.each(['../outside', '/tmp/../tmp/x', 'a/../../outside', '.git/config', 'link/outside', 'sub/.GIT/hooks/x', '.git./x', 'git~1/x'])(
  'never writes the file %s of a record',
  async (path) => {
    await using repository = await createRepository()
    repository.commit({ 'a.py': 'a' })
    execFileSync('ln', ['-s', '..', join(repository.path, 'link')])
    const packed = await pack(repository)
    const bytes = Buffer.from('hostile')
    writeFileSync(join(folder, 'kept'), bytes)
    const file: RecordedFile = { path, kind: 'FILE', kept: 'kept', sha256: createHash('sha256').update(bytes).digest('hex') }
    const hostile = { ...packed, artifacts: [...packed.artifacts, { artifact: 'kept', file: join(folder, 'kept') }] }
    const restoring = restoreCode({ ...packed.record, files: [file] }, target(), { env, readKept: readFrom(hostile) })
    if (path.startsWith('/')) expect((await restoring).missing).toHaveLength(1)
    else await expect(restoring).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(existsSync(join(folder, 'outside'))).toBe(false)
    expect(readFileSync(join(target(), '.git/config'), 'utf8')).not.toContain('hostile')
  },
)

it('refuses packs that are not what was recorded', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  const packed = await pack(repository)
  writeFileSync(packed.artifacts[0]?.file ?? '', 'something else')
  await expect(restoreCode(packed.record, target(), { env, readKept: readFrom(packed) })).rejects.toThrow('is not what was recorded')
})

it('does not wait for the end of a pack that is longer than recorded', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  const packed = await pack(repository)
  const endless = async function* () {
    for (;;) yield Buffer.alloc(1_000)
  }
  await expect(restoreCode(packed.record, target(), { env, readKept: async () => endless() })).rejects.toThrow('it is longer')
})

it('refuses a folder with something in it, and ids that are options of git', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  const packed = await pack(repository)
  await expect(restoreCode(packed.record, folder, { env, readKept: readFrom(packed) })).rejects.toThrow('is not empty')
  const hostile = { ...packed.record, tree: '--output=/tmp/reprise-outside' }
  await expect(restoreCode(hostile, target(), { env, readKept: readFrom(packed) })).rejects.toThrow('object id')
})

it('says that nothing was kept', async () => {
  const record: RecordedCode = {
    kind: 'NONE',
    root: '/',
    remotes: [],
    files: [],
    submodules: [],
    not_kept: 'This is not a git repository.',
  }
  await expect(restoreCode(record, target(), { env, readKept: () => Promise.reject(new Error('none')) })).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: 'The code was not kept with the run: This is not a git repository.',
  })
})

it('keeps what no remote has where the code is too large, and restores it with a clone', async () => {
  await using upstream = await createRepository()
  upstream.commit({ 'large.bin': incompressible(50_000) })
  const clone = join(folder, 'clone')
  upstream.git('clone', '-q', upstream.path, clone)
  const work = { ...upstream, path: join(folder, 'work') }
  upstream.git('clone', '-q', upstream.path, work.path)
  writeFileSync(join(work.path, 'unpushed.py'), 'committed here only')
  execFileSync('git', ['add', '-A'], { cwd: work.path })
  execFileSync('git', ['commit', '-qm', 'unpushed'], { cwd: work.path, env: { ...process.env, ...env } })
  writeFileSync(join(work.path, 'untracked.py'), 'not even that')
  const packed = await pack(work, 1_500)
  expect(packed.record.base).toBeUndefined()
  expect(packed.record.not_kept).toMatch(/kept is what no remote has/)
  expect(packed.items).toContainEqual(expect.objectContaining({ name: 'code.packs', status: 'SKIPPED' }))
  const readKept = readFrom(packed)
  await expect(restoreCode(packed.record, target(), { env, readKept })).rejects.toMatchObject({
    code: 'DATA_LOSS',
    hint: expect.stringContaining('Give a clone'),
  })
  const restored = await restoreCode(packed.record, join(folder, 'again'), { env, readKept, clone })
  expect(readTree(restored.root)).toEqual(readTree(work.path))
})

it('says that code without remotes is too large', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.bin': incompressible(5_000) })
  const packed = await pack(repository, 500)
  expect(packed.record.not_kept).toBe('The code is larger than 500 bytes as a pack, and no remote is known to have a part of it.')
  expect(packed.artifacts).toEqual([])
})

it('keeps base and packs unpushed commits whole', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  const remote = join(folder, 'remote')
  repository.git('init', '-q', '--bare', remote)
  repository.git('remote', 'add', 'origin', remote)
  repository.git('push', '-q', 'origin', 'main')
  const unpushed = repository.commit({ 'b.py': 'never pushed' })
  const packed = await pack(repository)
  const { root } = await restoreCode(packed.record, target(), { env, readKept: readFrom(packed) })
  expect(readFileSync(join(root, 'b.py'), 'utf8')).toBe('never pushed')
  expect(execFileSync('git', ['-C', root, 'rev-parse', 'HEAD']).toString().trim()).toBe(unpushed)
})
