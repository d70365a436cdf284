import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addFromElsewhere, findInSource, importUrl, openSource, takeFromSource, updateImports } from '../importing/index.ts'
import { initProject } from '../project/index.ts'
import { openRepository, type Repository } from '../repository/index.ts'
import { readFiles, writeFiles } from '../testing/project-folder.ts'
import { findKeptObjects } from '../used/index.ts'
import { addData, checkoutData, moveData, removeStages } from './index.ts'

const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' }
const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.org']
const cmd = 'reprise'

let temporary: TemporaryFolder
let root: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('tracking')))
afterAll(() => temporary.remove())
beforeEach(async () => {
  root = join(temporary.path, `project-${number++}`)
  mkdirSync(root)
  execFileSync('git', ['init', '-q', root], { env })
  await initProject(root, { env })
})

const open = (folder = root): Promise<Repository> =>
  openRepository({ root: folder, cwd: folder, env, memoryFolder: join(temporary.path, 'memory'), signal: new AbortController().signal })
const read = (path: string): string | null => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null)
const commit = (): string => {
  execFileSync('git', ['-C', root, 'add', '-A'], { env })
  execFileSync('git', ['-C', root, ...identity, 'commit', '-q', '-m', 'c'], { env })
  return execFileSync('git', ['-C', root, 'rev-parse', 'HEAD'], { env, encoding: 'utf8' }).trim()
}

describe('data that are tracked', () => {
  test('come back from the cache, and go with their record', async () => {
    writeFiles(root, { 'd/a': 'a', 'd/sub/b': 'b', f: 'f' })
    await using repository = await open()
    await addData(repository, ['d', 'f'], { cmd })
    expect(read('.gitignore')).toBe('/d\n/f\n')
    rmSync(join(root, 'd'), { recursive: true })
    const done = await checkoutData(repository, [])
    expect([done.added, done.files.added]).toEqual([[`${join(root, 'd')}/`], 2])
    expect(await removeStages(repository, 'f.dvc', { cmd })).toEqual(['f.dvc'])
    expect([read('f'), read('f.dvc'), read('.gitignore')]).toEqual(['f', null, '/d\n'])
  })

  test('can be moved into a folder, with what git ignores', async () => {
    writeFiles(root, { f: 'f', 't/x': 'x' })
    await using repository = await open()
    await addData(repository, ['f'], { cmd })
    await moveData(repository, ['f', 't'], { cmd })
    expect([read('f'), read('f.dvc'), read('.gitignore'), read('t/f'), read('t/.gitignore')]).toEqual([null, null, null, 'f', '/f\n'])
    expect(read('t/f.dvc')).toContain('path: f\n')
  })

  test('are done up to the target that fails, and nothing is done of one that can not be', async () => {
    writeFiles(root, { a: 'a', 'd/x': 'x' })
    symlinkSync('nowhere', join(root, 'd/broken'))
    await using repository = await open()
    await expect(addData(repository, ['a', 'd'], { cmd })).rejects.toThrow('No such file or directory')
    await repository.changes.undo()
    expect([read('a.dvc') === null, read('d.dvc'), read('.gitignore')]).toEqual([false, null, '/a\n'])
    await expect(addData(repository, ['d', 'd/x'], { cmd })).rejects.toThrow("Cannot add 'd', because it is overlapping")
  })

  test('are no paths that lead out of the project, nor what stages are recorded in', async () => {
    writeFiles(temporary.path, { 'outside/x': 'x' })
    symlinkSync('../outside', join(root, 'link'))
    await using repository = await open()
    for (const [target, problem] of [
      ['../outside/x', 'outside of DVC project'],
      ['link/x', 'inside symlinked directories'],
      ['link', 'inside symlinked directories'],
      ['.', 'does not overlap with base path'],
      ['x.dvc', "DVC file 'x.dvc' cannot be an output."],
      ['nope', "output 'nope' does not exist"],
    ] as const)
      await expect(addData(repository, [target], { cmd })).rejects.toThrow(problem)
  })

  test('are never taken out of the project by a record that says so', async () => {
    writeFiles(temporary.path, { 'victim/x': 'x' })
    writeFiles(root, { 'o.dvc': 'outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  hash: md5\n  path: ../victim/x\n' })
    await using repository = await open()
    await checkoutData(repository, [], { isForced: true })
    await removeStages(repository, 'o.dvc', { withData: true, cmd })
    expect(readFileSync(join(temporary.path, 'victim/x'), 'utf8')).toBe('x')
  })
})

describe('garbage collection', () => {
  test('keeps what the work tree uses, and what commits use where that is asked for', async () => {
    writeFiles(root, { f: '1' })
    await using repository = await open()
    await addData(repository, ['f'], { cmd })
    const first = commit()
    writeFileSync(join(root, 'f'), '2')
    await addData(repository, ['f'], { cmd })
    const now = ['c81e728d9d4c2f636f067f89cc14862c']
    expect([...(await findKeptObjects(repository, {})).keys]).toEqual(now)
    expect([...(await findKeptObjects(repository, { revisions: [first] })).keys]).toEqual([...now, 'c4ca4238a0b923820dcc509a6f75849b'])
    await expect(findKeptObjects(repository, { revisions: ['nope'] })).rejects.toThrow("unknown Git revision 'nope'")
  })

  test('does not take the files of a folder for unused when their list is missing', async () => {
    writeFiles(root, { 'd.dvc': 'outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661.dir\n  hash: md5\n  path: d\n' })
    await using repository = await open()
    await expect(findKeptObjects(repository, {})).rejects.toThrow("without cache for directory 'd'")
  })
})

describe('data from elsewhere', () => {
  test('are copied, whatever the links of the cache', async () => {
    writeFiles(root, { '.dvc/config': '[cache]\n    type = hardlink\n' })
    writeFiles(temporary.path, { 'source/x': 'x' })
    const source = join(temporary.path, 'source/x')
    await using repository = await open()
    await addFromElsewhere(repository, source, { out: 'y', cmd })
    expect(read('y')).toBe('x')
    expect([lstatSync(source).nlink, statSync(source).mode & 0o222]).toEqual([1, 0o200])
  })

  test('are got again when they have changed, and stay when they have gone', async () => {
    writeFiles(temporary.path, { 'changing/x': '1' })
    const source = join(temporary.path, 'changing/x')
    const update = { cmd, updateRepositoryImport: async () => false }
    await using repository = await open()
    await importUrl(repository, source, { out: 'y', cmd })
    expect(await updateImports(repository, ['y.dvc'], update)).toEqual([])
    writeFileSync(source, '22')
    expect(await updateImports(repository, ['y.dvc'], update)).toEqual([join(root, 'y.dvc')])
    expect(read('y')).toBe('22')
    rmSync(source)
    await expect(updateImports(repository, ['y.dvc'], update)).rejects.toThrow('No such file or directory')
    expect(read('y')).toBe('22')
  })

  test('are those of the commit, not of the work tree, and are not more than what was asked for', async () => {
    writeFiles(root, { 'd/a': 'a', 'd/sub/b': 'b', code: 'code' })
    await using repository = await open()
    await addData(repository, ['d'], { cmd })
    commit()
    writeFileSync(join(root, 'd/sub/b'), 'changed')
    const { workers, cache } = repository.workspace
    await using source = await openSource(root, { env, cwd: root, clones: join(temporary.path, 'clones'), workers, revision: 'HEAD' })
    const take = { cache, signal: repository.signal }
    const item = await findInSource(source, 'd/sub', take)
    const target = join(temporary.path, `taken-${number}`)
    await takeFromSource(source, { item, path: 'd/sub' }, { ...take, target })
    expect(readFiles(target)).toEqual({ b: 'b' })
    await expect(findInSource(source, '../outside', take)).rejects.toThrow('does not exist in the target repository')
  })
})
