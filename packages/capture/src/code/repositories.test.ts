import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { snapshotCode } from './index.ts'
import { createRepository, env, openRepository, readTree, takeRoundTrip, type TestRepository } from './testing/repository.ts'

describe('bytes that git would convert', () => {
  it.each([
    ['core.autocrlf', ''],
    ['attributes', '* text=auto eol=lf\n'],
    ['keywords', '*.txt ident\n'],
    ['encodings', '*.txt working-tree-encoding=UTF-16LE\n'],
  ])('come back as they are in the work tree: %s', async (kind, attributes) => {
    await using repository = await createRepository()
    if (kind === 'core.autocrlf') repository.git('config', 'core.autocrlf', 'true')
    if (attributes !== '') repository.write({ '.gitattributes': attributes })
    const text = kind === 'encodings' ? Buffer.from('a\r\nb\r\n', 'utf16le') : 'a $Id: x $\r\nb\r\n'
    repository.commit({ 'a.txt': text, 'b.txt': text })
    repository.write({ 'c.txt': text })
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })

  it('are no uncommitted change', async () => {
    await using repository = await createRepository()
    repository.git('config', 'core.autocrlf', 'true')
    repository.write({ 'a.txt': 'a\r\n' })
    makeOld(repository, 'a.txt')
    repository.commit()
    expect(repository.git('cat-file', '-s', 'HEAD:a.txt')).toBe('2')
    await using trip = await takeRoundTrip(repository.path)
    expect(trip.packed.record.uncommitted).toBe(false)
    expect(readFileSync(join(trip.path, 'a.txt'), 'utf8')).toBe('a\r\n')
  })

  it('come back through filters as with LFS, and large ones are left out', async () => {
    await using repository = await createRepository()
    // What LFS does: the repository has a few words in place of the file.
    repository.git('config', 'filter.lfs.clean', 'sed s/.*/pointer/')
    repository.git('config', 'filter.lfs.smudge', 'cat')
    repository.write({ '.gitattributes': '*.bin filter=lfs -text\n', 'model.bin': 'weights\n', 'large.bin': 'w'.repeat(2_000) })
    makeOld(repository, 'model.bin', 'large.bin')
    repository.commit()
    expect(repository.git('show', 'HEAD:model.bin')).toBe('pointer')
    await using trip = await takeRoundTrip(repository.path, { limits: { untrackedFile: 1_000 } })
    expect(trip.packed.record.files.map(({ path }) => path)).toEqual(['large.bin'])
    expect(trip.packed.record.uncommitted).toBe(false)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })

  it('are an uncommitted change where a large file is other than its pointer says', async () => {
    await using repository = await createRepository()
    const script = `cat > /dev/null; printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%064d\\nsize 1\\n' 0`
    repository.git('config', 'filter.lfs.clean', script)
    repository.write({ '.gitattributes': '*.bin filter=lfs -text\n', 'large.bin': 'w'.repeat(2_000) })
    makeOld(repository, 'large.bin')
    repository.commit()
    await using trip = await takeRoundTrip(repository.path, { limits: { untrackedFile: 1_000 } })
    expect(trip.snapshot.record.uncommitted).toBe(false)
    expect(trip.packed.record.uncommitted).toBe(true)
  })
})

describe('what a hostile repository names', () => {
  it('is never run', async () => {
    await using repository = await createRepository()
    const trap = join(repository.path, '..', 'trap.sh')
    const sprung = join(repository.path, '..', 'sprung')
    writeFileSync(trap, `#!/bin/sh\necho "$0 $@" >> ${sprung}\ncat\n`)
    chmodSync(trap, 0o755)
    repository.commit({ 'a.py': 'a', 'b.png': 'b' })
    const inner = await createInner(repository, 'vendor/inner')
    repository.write({ '.gitattributes': '* filter=evil diff=evil\n', 'c.py': 'c', 'a.py': 'changed' })
    for (const git of [repository.git, inner]) {
      for (const name of [
        'core.fsmonitor',
        'core.pager',
        'core.editor',
        'core.sshCommand',
        'diff.external',
        'core.alternateRefsCommand',
        'uploadpack.packObjectsHook',
      ]) {
        git('config', name, trap)
      }
      for (const name of ['filter.evil.clean', 'filter.evil.process', 'diff.evil.textconv', 'diff.evil.command']) git('config', name, trap)
      git('config', 'core.hooksPath', '..')
    }
    for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout']) {
      mkdirSync(join(repository.path, '.git/hooks'), { recursive: true })
      writeFileSync(join(repository.path, '.git/hooks', hook), readFileSync(trap), { mode: 0o755 })
    }
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
    expect(existsSync(sprung) ? readFileSync(sprung, 'utf8') : 'never run').toBe('never run')
  })

  it('is not run in a submodule that asks to be looked at', async () => {
    await using repository = await createRepository()
    const inner = await createInner(repository, 'sub')
    repository.write({ '.gitmodules': '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tignore = none\n' })
    repository.commit()
    const sprung = join(repository.path, '..', 'sprung')
    inner('config', 'core.fsmonitor', `touch ${sprung}; false`)
    inner('config', 'filter.evil.clean', `touch ${sprung}; cat`)
    writeFileSync(join(repository.path, 'sub', '.gitattributes'), '* filter=evil\n')
    writeFileSync(join(repository.path, 'sub', 'inner.py'), 'dirty')
    await using trip = await takeRoundTrip(repository.path)
    expect(existsSync(sprung)).toBe(false)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })
})

/** Git trusts the time of a file that is older than its index. */
function makeOld(repository: TestRepository, ...names: readonly string[]): void {
  const yesterday = Date.now() / 1000 - 86_400
  for (const name of names) utimesSync(join(repository.path, name), yesterday, yesterday)
}

/** A repository with one commit, inside another one. */
async function createInner(repository: TestRepository, path: string): Promise<TestRepository['git']> {
  mkdirSync(join(repository.path, path), { recursive: true })
  const inner = openRepository(join(repository.path, path))
  inner.git('init', '-q', '-b', 'main')
  inner.commit({ 'inner.py': 'inner' })
  return inner.git
}

describe('repositories inside', () => {
  it('are taken whole, uncommitted changes included, those inside of them too', async () => {
    await using repository = await createRepository()
    repository.commit({ 'a.py': 'a' })
    const commit = (await createInner(repository, 'libs/one'))('rev-parse', 'HEAD')
    await createInner(repository, 'libs/one/two')
    writeFileSync(join(repository.path, 'libs/one/inner.py'), 'changed')
    await using trip = await takeRoundTrip(repository.path)
    expect(trip.packed.record.submodules).toMatchObject([
      { path: 'libs/one', commit, pack: { artifact: 'reprise/code/submodule-1.pack' } },
      { path: 'libs/one/two', pack: { artifact: 'reprise/code/submodule-2.pack' } },
    ])
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })

  it('may have no commits', async () => {
    await using repository = await createRepository()
    repository.commit({ 'a.py': 'a' })
    mkdirSync(join(repository.path, 'fresh'))
    execFileSync('git', ['init', '-q'], { cwd: join(repository.path, 'fresh') })
    writeFileSync(join(repository.path, 'fresh', 'x.py'), 'x')
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })

  it('may not have been fetched yet', async () => {
    await using repository = await createRepository()
    const commit = (await createInner(repository, 'sub'))('rev-parse', 'HEAD')
    repository.commit({ 'a.py': 'a' })
    rmSync(join(repository.path, 'sub'), { recursive: true })
    mkdirSync(join(repository.path, 'sub'))
    await using trip = await takeRoundTrip(repository.path)
    expect(trip.packed.record).toMatchObject({ uncommitted: false, submodules: [] })
    expect(openRepository(trip.path).git('rev-parse', 'HEAD:sub')).toBe(commit)
  })

  it('may be broken, which is said', async () => {
    await using repository = await createRepository()
    repository.commit({ 'a.py': 'a' })
    await createInner(repository, 'broken')
    repository.commit()
    rmSync(join(repository.path, 'broken/.git/HEAD'))
    const { record, items, release } = await snapshotCode(repository.path, { env })
    expect(record.kind).toBe('GIT')
    expect(items.find(({ name }) => name === 'code.submodules.broken')?.status).toBe('FAILED')
    await release()
  })
})

describe('forms of repositories', () => {
  it('without commits', async () => {
    await using repository = await createRepository()
    repository.write({ 'a.py': 'a' })
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
    expect(trip.packed.record).toMatchObject({ branch: 'main', uncommitted: true })
    expect(trip.packed.record.commit).toBeUndefined()
  })

  it('empty', async () => {
    await using repository = await createRepository()
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path).size).toBe(0)
  })

  it('with SHA-256', async () => {
    await using repository = await createRepository('--object-format=sha256')
    repository.commit({ 'a.py': 'a', 'tracked.env': 'x' })
    await createInner(repository, 'sub')
    repository.write({ 'a.py': 'b', 'tracked.env': 'y' })
    await using trip = await takeRoundTrip(repository.path)
    expect(trip.packed.record.object_format).toBe('sha256')
    expect(readTree(trip.path).get('a.py')).toBe('file b')
  })

  it('with a detached HEAD, in an added work tree', async () => {
    await using repository = await createRepository()
    const commit = repository.commit({ 'a.py': 'a' })
    const added = join(repository.path, '../added')
    repository.git('worktree', 'add', '-q', '--detach', added)
    writeFileSync(join(added, 'a.py'), 'changed')
    await using trip = await takeRoundTrip(added)
    expect(trip.packed.record).toMatchObject({ commit, root: added, uncommitted: true })
    expect(trip.packed.record.branch).toBeUndefined()
    expect(readTree(trip.path)).toEqual(readTree(added))
  })

  it('shallow', async () => {
    await using repository = await createRepository()
    repository.commit({ 'a.py': 'a' })
    repository.commit({ 'a.py': 'b' })
    const clone = join(repository.path, '../clone')
    repository.git('clone', '-q', '--depth=1', `file://${repository.path}`, clone)
    writeFileSync(join(clone, 'b.py'), 'b')
    await using trip = await takeRoundTrip(clone)
    expect(readTree(trip.path)).toEqual(readTree(clone))
  })

  it('sparse: what is not in the work tree is not restored, and is no change', async () => {
    await using repository = await createRepository()
    repository.commit({ 'here/a.py': 'a', 'there/b.py': 'b' })
    repository.git('sparse-checkout', 'set', 'here')
    await using clean = await takeRoundTrip(repository.path)
    expect(clean.packed.record.uncommitted).toBe(false)
    repository.write({ 'here/a.py': 'changed' })
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(new Map([['here/a.py', 'file changed']]))
  })

  it('sparse with a sparse index, or an index in two parts', async () => {
    await using repository = await createRepository()
    repository.commit({ 'here/a.py': 'a', 'there/b.py': 'b' })
    repository.git('sparse-checkout', 'set', '--sparse-index', 'here')
    await using sparse = await takeRoundTrip(repository.path)
    expect([...readTree(sparse.path).keys()]).toEqual(['here/a.py'])
    await using other = await createRepository()
    other.commit({ 'a.py': 'a' })
    other.git('update-index', '--split-index')
    other.write({ 'b.py': 'b' })
    await using split = await takeRoundTrip(other.path)
    expect(readTree(split.path)).toEqual(readTree(other.path))
  })

  it('partial, without objects that are not checked out', async () => {
    await using repository = await createRepository()
    repository.commit({ 'here/a.py': 'a', 'there/b.py': 'b' })
    repository.git('config', 'uploadpack.allowFilter', 'true')
    const clone = join(repository.path, '../clone')
    repository.git('clone', '-q', '--filter=blob:none', '--sparse', `file://${repository.path}`, clone)
    repository.git('-C', clone, 'sparse-checkout', 'set', 'here')
    renameSync(repository.path, `${repository.path}-away`)
    await using trip = await takeRoundTrip(clone)
    expect(readTree(trip.path)).toEqual(readTree(clone))
    expect(trip.packed.record.base).toBeUndefined()
  })

  it('with files that git was told not to look at, in conflict, or to be added', async () => {
    await using repository = await createRepository()
    repository.commit({ 'assumed.py': 'a', 'conflict.py': 'base', '.gitignore': 'ignored.py\n' })
    repository.git('checkout', '-q', '-b', 'other')
    repository.commit({ 'conflict.py': 'theirs' })
    repository.git('checkout', '-q', 'main')
    repository.commit({ 'conflict.py': 'ours' })
    expect(() => repository.git('merge', 'other')).toThrow()
    repository.git('update-index', '--assume-unchanged', 'assumed.py')
    repository.write({ 'assumed.py': 'changed', 'later.py': 'later', 'ignored.py': 'tracked all the same' })
    repository.git('add', '-N', 'later.py')
    repository.git('add', '-f', 'ignored.py')
    repository.write({ 'ignored.py': 'and changed' })
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })

  it('with a monitor of the file system that went blind', async () => {
    await using repository = await createRepository()
    const monitor = join(repository.path, '../monitor.sh')
    writeFileSync(monitor, "#!/bin/sh\nprintf 'token\\0'\n", { mode: 0o755 })
    repository.git('config', 'core.fsmonitor', monitor)
    repository.git('config', 'core.untrackedCache', 'true')
    repository.commit({ 'a.py': 'a' })
    repository.git('status')
    repository.write({ 'a.py': 'changed', 'b.py': 'b' })
    expect(repository.git('status', '--porcelain')).toBe('')
    await using trip = await takeRoundTrip(repository.path)
    expect(readTree(trip.path)).toEqual(readTree(repository.path))
  })
})
