import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, it } from 'vitest'
import { snapshotCode } from './index.ts'
import { createRepository, env, openRepository, readTree, takeRoundTrip } from './testing/repository.ts'

const binary = Uint8Array.from({ length: 3_000 }, (_, index) => (index * 7) % 256)

it('makes a work tree again to the byte: changed, deleted, renamed, binary and untracked files, links, executable bits, odd names', async () => {
  await using repository = await createRepository()
  const commit = repository.commit({ 'a.py': 'a\n', 'gone.py': 'x\n', 'old.bin': binary, 'tool.sh': '#!/bin/sh\n', 'same/ünï.txt': 'ü' })
  repository.write({
    'a.py': 'b\r\n\r\n',
    'new.bin': binary.toReversed(),
    'deep/er/un tracked.txt': 'u',
    '.gitignore': 'ignored/\n',
    'ignored/x': '',
  })
  repository.write({ 'new\nline "quoted"': 'n', '-dash': '', ' ': 'space', 'a\\b': 'backslash' })
  writeFileSync(Buffer.from(`${repository.path}/latin\xe9`, 'latin1'), 'not UTF-8')
  unlinkSync(join(repository.path, 'gone.py'))
  repository.git('mv', 'old.bin', 'moved.bin')
  chmodSync(join(repository.path, 'tool.sh'), 0o755)
  symlinkSync('../outside', join(repository.path, 'link'))
  const index = readFileSync(join(repository.path, '.git/index'))
  const objects = repository.git('count-objects')

  await using trip = await takeRoundTrip(repository.path)

  const expected = readTree(repository.path)
  expected.delete('ignored/x')
  expect(readTree(trip.path)).toEqual(expected)
  expect(trip.packed.record).toMatchObject({ kind: 'GIT', commit, branch: 'main', uncommitted: true, object_format: 'sha1', files: [] })
  expect(trip.missing).toEqual([])
  expect(repository.git('count-objects')).toBe(objects)
  expect(readFileSync(join(repository.path, '.git/index'))).toEqual(index)
  repository.git('reset', '-q')
  expect(openRepository(trip.path).git('status', '--porcelain')).toBe(repository.git('status', '--porcelain'))
})

it('says that nothing is uncommitted, and packs the commit alone', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  const head = repository.commit({ 'b.py': 'b' })
  await using trip = await takeRoundTrip(repository.path)
  expect(trip.packed.record).toMatchObject({ uncommitted: false, commit: head })
  expect(trip.packed.record.changes).toBeUndefined()
  const restored = openRepository(trip.path)
  expect([restored.git('rev-parse', 'HEAD'), restored.git('status', '--porcelain'), restored.git('branch', '--show-current')]).toEqual([
    head,
    '',
    'main',
  ])
})

it('packs the same commit to the same bytes', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a\n'.repeat(500), 'b.py': 'a\n'.repeat(501) })
  await using one = await takeRoundTrip(repository.path)
  repository.write({ 'a.py': 'other' })
  repository.git('gc', '-q')
  await using two = await takeRoundTrip(repository.path)
  expect(two.packed.record.base?.sha256).toBe(one.packed.record.base?.sha256)
})

it('takes what the files are at the start, whatever the child does to them', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  repository.write({ 'a.py': 'changed', 'new.py': 'new' })
  const expected = readTree(repository.path)
  await using trip = await takeRoundTrip(repository.path, {
    meanwhile: () => {
      repository.write({ 'a.py': 'changed again', 'other.py': '' })
      unlinkSync(join(repository.path, 'new.py'))
    },
  })
  expect(readTree(trip.path)).toEqual(expected)
})

it('sees a change of the same size within the moment of the commit', async () => {
  await using repository = await createRepository()
  const file = join(repository.path, 'a.py')
  writeFileSync(file, 'one')
  repository.git('add', '-A')
  repository.git('commit', '-q', '-m', 'x')
  writeFileSync(file, 'two')
  const index = statSync(join(repository.path, '.git/index'))
  utimesSync(file, index.mtime, index.mtime)
  await using trip = await takeRoundTrip(repository.path)
  expect(readFileSync(join(trip.path, 'a.py'), 'utf8')).toBe('two')
})

it('leaves large files out of the tree, and keeps those that may be kept', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  repository.write({ 'large.bin': Buffer.alloc(2_000, 1), 'huge.bin': Buffer.alloc(9_000, 2), 'small.bin': 'x' })
  const limits = { untrackedFile: 1_000, keptFile: 5_000 }
  await using trip = await takeRoundTrip(repository.path, { limits })
  expect(trip.snapshot.record.files).toMatchObject([{ path: 'huge.bin', not_kept: 'It was not read yet.' }, { path: 'large.bin' }])
  expect(trip.packed.record.files).toMatchObject([
    { path: 'huge.bin', size: 9_000, not_kept: 'It has 9000 bytes, more than 5000.' },
    { path: 'large.bin', size: 2_000, kept: expect.stringMatching(/^reprise\/code\/files\//) },
  ])
  expect(trip.packed.record.files[0]?.sha256).toHaveLength(64)
  expect(trip.packed.record.uncommitted).toBe(true)
  expect([...readTree(trip.path).keys()].toSorted()).toEqual(['a.py', 'large.bin', 'small.bin'])
  expect(trip.missing).toEqual([{ path: 'huge.bin', why: 'It has 9000 bytes, more than 5000.' }])
  expect(trip.packed.items).toContainEqual({
    name: 'code.files',
    status: 'SKIPPED',
    detail: '2 files are not in the tree and were hashed after the start; 1 of them are not kept.',
  })
})

it('bounds what all untracked files have together, the largest first', async () => {
  await using repository = await createRepository()
  repository.write({ a: Buffer.alloc(100), b: Buffer.alloc(300), c: Buffer.alloc(200) })
  await using trip = await takeRoundTrip(repository.path, { limits: { untrackedTotal: 350 } })
  expect(trip.packed.record.files.map(({ path }) => path)).toEqual(['b'])
  expect(readTree(trip.path)).toEqual(readTree(repository.path))
})

it('says of a large file that changed before it could be read that it is not known', async () => {
  await using repository = await createRepository()
  repository.write({ 'large.bin': Buffer.alloc(2_000, 1) })
  await using trip = await takeRoundTrip(repository.path, {
    limits: { untrackedFile: 1_000 },
    meanwhile: () => writeFileSync(join(repository.path, 'large.bin'), Buffer.alloc(2_000, 9)),
  })
  expect(trip.packed.record.files).toMatchObject([{ path: 'large.bin', not_kept: 'It changed after the start, before it was read.' }])
  expect(trip.packed.record.files[0]?.sha256).toBeUndefined()
})

it('never takes files of secrets, and tells of them by digest', async () => {
  await using repository = await createRepository()
  const secret = `API_KEY=${'hunter2'}hunter2`
  repository.commit({ 'a.py': 'a', 'tracked.env': 'PORT=1', '.env.example': 'API_KEY=' })
  repository.write({ '.env': secret, 'tracked.env': `PORT=1\n${secret}` })
  await using trip = await takeRoundTrip(repository.path)
  expect(trip.packed.record.files).toMatchObject([
    { path: '.env', not_kept: 'By its name it holds secrets.' },
    { path: 'tracked.env', not_kept: 'By its name it holds secrets.' },
  ])
  expect(trip.packed.record.uncommitted).toBe(true)
  expect(readTree(trip.path)).toEqual(
    new Map([
      ['a.py', 'file a'],
      ['tracked.env', 'file PORT=1'],
      ['.env.example', 'file API_KEY='],
    ]),
  )
  for (const { file } of trip.packed.artifacts) expect(readFileSync(file, 'latin1')).not.toContain('hunter2')
})

it('keeps no secret that is not committed: neither in the patch nor in the packs, and tells of the file by digest', async () => {
  await using repository = await createRepository()
  const token = `ghp_${'a1B2c3D4'.repeat(5)}`
  const committed = `glpat-${'a1B2c3D4'.repeat(3)}`
  repository.commit({ 'a.py': 'x = 1\n', 'b.bin': binary, 'known.py': `token = "${committed}"\n` })
  repository.write({ 'a.py': `x = 2\nlogin("${token}")\n`, 'b.bin': binary.toReversed(), 'pip.conf': 'index-url = https://u:pw1@host/\n' })
  repository.write({ 'known.py': `x = 1\ntoken = "${committed}"\n`, 'plain.py': "token = tokenizer.pad_token or '<pad>'\n" })
  await using trip = await takeRoundTrip(repository.path)
  const patch = readFileSync(trip.packed.artifacts.find(({ artifact }) => artifact.endsWith('changes.patch'))?.file ?? '', 'utf8')
  expect(patch).toContain('+login("[secret:GITHUB_TOKEN]")')
  expect(patch).toContain('Binary files a/b.bin and b/b.bin differ')
  const restored = readTree(trip.path)
  expect(restored.get('a.py')).toBe('file x = 2\nlogin("[secret:GITHUB_TOKEN]")\n')
  expect(restored.get('pip.conf')).toBe('file index-url = https://u:[secret:URL_PASSWORD]@host/\n')
  expect(restored.get('plain.py')).toBe("file token = tokenizer.pad_token or '<pad>'\n")
  expect(openRepository(trip.path).git('cat-file', '--batch-all-objects', '--batch')).not.toContain(token)
  expect(trip.missing.map(({ path }) => path).toSorted()).toEqual(['a.py', 'known.py', 'pip.conf'])
  const digest = createHash('sha256')
    .update(readFileSync(join(repository.path, 'a.py')))
    .digest('hex')
  expect(trip.packed.record.files).toContainEqual(expect.objectContaining({ path: 'a.py', sha256: digest }))
  expect(trip.packed.items.find(({ name }) => name === 'code.secrets')).toMatchObject({ status: 'SKIPPED' })
})

it('takes the pack of a commit that is at hand, and makes only the changes', async () => {
  await using repository = await createRepository()
  const commit = repository.commit({ 'a.py': 'a' })
  repository.write({ 'a.py': 'b' })
  await using folder = await createTemporaryFolder('packs')
  const snapshot = await snapshotCode(repository.path, { env })
  const known = { artifact: 'reprise/code/base.pack', sha256: '0'.repeat(64), size: 1 }
  const packed = await snapshot.pack(folder.path, { findBase: (asked) => Promise.resolve(asked === commit ? known : undefined) })
  await snapshot.release()
  expect(packed.record.base).toEqual(known)
  expect(packed.artifacts.map(({ artifact }) => artifact)).toEqual(['reprise/code/changes.pack', 'reprise/code/changes.patch'])
})

it('records remotes without user and password', async () => {
  await using repository = await createRepository()
  repository.commit({ a: '' })
  repository.git('remote', 'add', 'origin', 'https://ada:s3cret@host/x.git')
  const snapshot = await snapshotCode(repository.path, { env })
  expect(snapshot.record.remotes).toEqual([{ name: 'origin', url: 'https://host/x.git' }])
  await snapshot.release()
})

it('goes on where a file can not be read', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a' })
  repository.write({ 'closed.py': 'x', 'b.py': 'b' })
  chmodSync(join(repository.path, 'closed.py'), 0)
  const isRoot = process.getuid?.() === 0
  await using trip = await takeRoundTrip(repository.path)
  expect(existsSync(join(trip.path, 'b.py'))).toBe(true)
  if (!isRoot) expect(trip.missing).toMatchObject([{ path: 'closed.py' }])
})

it('says why nothing was taken', async () => {
  await using folder = await createTemporaryFolder()
  await using repository = await createRepository('--bare')
  const say = async (path: string, variables: Record<string, string | undefined> = env): Promise<unknown> => {
    const { record, items } = await snapshotCode(path, { env: variables })
    return [record.kind, ...items]
  }
  const name = 'code.tree'
  expect(await say(folder.path)).toEqual(['NONE', { name, status: 'ABSENT', detail: 'This is not a git repository.' }])
  expect(await say(repository.path)).toEqual(['NONE', { name, status: 'ABSENT', detail: 'A bare repository has no work tree.' }])
  expect(await say(join(folder.path, 'nothing'))).toMatchObject([
    'NONE',
    { status: 'FAILED', detail: expect.stringContaining('There is no folder') },
  ])
  expect(await say(folder.path, { ...env, PATH: folder.path })).toMatchObject([
    'NONE',
    { status: 'ABSENT', detail: expect.stringContaining('git was not found on PATH') },
  ])
})

it.skipIf(process.getuid?.() !== 0)('says what to do about a repository of somebody else', async () => {
  await using repository = await createRepository()
  repository.commit({ a: '' })
  execFileSync('chown', ['-R', '12345', repository.path])
  const { record, items } = await snapshotCode(repository.path, { env })
  expect(record.kind).toBe('NONE')
  expect(items).toEqual([
    {
      name: 'code.tree',
      status: 'FAILED',
      detail: `git does not trust ${repository.path}, which belongs to another user. Allow it with: git config --global --add safe.directory ${repository.path}`,
    },
  ])
})

it('is not misled by variables of git', async () => {
  await using repository = await createRepository()
  await using other = await createRepository()
  repository.commit({ 'mine.py': '' })
  other.commit({ 'other.py': '' })
  mkdirSync(join(repository.path, 'deep'))
  const misleading = { ...env, GIT_DIR: join(other.path, '.git'), GIT_WORK_TREE: other.path, GIT_INDEX_FILE: '/nonexistent/index' }
  await using trip = await takeRoundTrip(join(repository.path, 'deep'), { env: misleading })
  expect([...readTree(trip.path).keys()]).toEqual(['mine.py'])
  expect(trip.packed.record.root).toBe(repository.path)
})

it('leaves its own temporary files out where they lie in the work tree', async () => {
  await using repository = await createRepository()
  repository.write({ 'a.py': 'a', 'tmp/mine.txt': 'mine' })
  const outside = await snapshotCode(repository.path, { env })
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = join(repository.path, 'tmp')
  const inside = await snapshotCode(repository.path, { env })
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  expect(inside.record).toEqual(outside.record)
  await Promise.all([inside.release(), outside.release()])
})

it('leaves out what is made again at every run, and the folders that runs are logged to', async () => {
  await using repository = await createRepository()
  repository.commit({ 'a.py': 'a', 'runs [1]/tracked.txt': 'tracked' })
  const before = await snapshotCode(repository.path, { env })
  repository.write({
    '__pycache__/a.pyc': 'x',
    'node_modules/x/index.js': 'x',
    'mlruns/0/meta.yaml': 'x',
    'env/pyvenv.cfg': 'home',
    'env/lib/big.py': 'x',
  })
  repository.write({ 'runs [1]/reprise.db': 'x', 'runs 1/code.py': 'code' })
  const after = await snapshotCode(repository.path, { env, ignoredFolders: [join(repository.path, 'runs [1]'), '/elsewhere'] })
  expect(after.record.uncommitted).toBe(true)
  repository.git('clean', '-qfd', 'runs 1')
  const same = await snapshotCode(repository.path, { env, ignoredFolders: [join(repository.path, 'runs [1]')] })
  expect(same.record).toEqual(before.record)
  await Promise.all([before, after, same].map((snapshot) => snapshot.release()))
})
