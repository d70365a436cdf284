import { chmodSync, existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openProject, readFiles, writeFiles } from '../testing/project-folder.ts'
import { applyCheckout, assertNothingLost, outStatus, planCheckout, planLeftOuts, storeOut, type Workspace } from './index.ts'

let temporary: TemporaryFolder
let root: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('checkout')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((root = join(temporary.path, `project-${number++}`))))

const files = (folder: string) => readFiles(join(root, folder))

async function bring(
  project: Workspace,
  path: string,
  oid: string | undefined,
  options: { force?: boolean; isExecutable?: boolean; isRelinked?: boolean } = {},
) {
  const { force = false, isExecutable = false, isRelinked = false } = options
  const plan = await planCheckout(project, { path: join(root, path), oid, hash: 'md5', isExecutable }, { isRelinked })
  if (!force) assertNothingLost([plan])
  return { change: plan.change, failed: await applyCheckout(project, plan), counts: plan.counts }
}

describe('a folder', () => {
  test('is made, and then there is nothing to do', async () => {
    writeFiles(root, { 'd/a': 'a', 'd/sub/b': 'b', 'd/sub/empty': '' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    const before = files('d')
    rmSync(join(root, 'd'), { recursive: true })
    expect(await outStatus(project, { path: join(root, 'd'), oid, hash: 'md5', isCached: true })).toBe('deleted')
    expect(await bring(project, 'd', oid)).toEqual({ change: 'added', failed: [], counts: { added: 3, modified: 0, deleted: 0 } })
    expect(files('d')).toEqual(before)
    const { ino } = statSync(join(root, 'd/a'))
    expect((await bring(project, 'd', oid)).change).toBeUndefined()
    expect(statSync(join(root, 'd/a')).ino).toBe(ino)
  })

  test('changes only where it differs, loses nothing unsaved without force, and keeps what is ignored', async () => {
    writeFiles(root, { '.dvcignore': '*.log\n', 'd/a': 'a', 'd/b': 'b', 'd/c': 'c' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    const { ino } = statSync(join(root, 'd/b'))
    writeFiles(root, { 'd/a': 'new', 'd/more/x': 'x', 'd/more/y.log': 'log', 'd/z.log': 'log' })
    rmSync(join(root, 'd/c'))
    await expect(bring(project, 'd', oid)).rejects.toThrow(
      "Can't remove the following unsaved files without confirmation. Use `--force` to force.\n" + `${root}/d/a\n${root}/d/more/x`,
    )
    expect(files('d')['a']).toBe('new')
    expect(await bring(project, 'd', oid, { force: true })).toMatchObject({
      change: 'modified',
      counts: { added: 1, modified: 1, deleted: 1 },
    })
    expect(files('d')).toEqual({ a: 'a', b: 'b', c: 'c', 'more/y.log': 'log', 'z.log': 'log' })
    expect(statSync(join(root, 'd/b')).ino).toBe(ino)
  })

  test('takes away what another has when that is saved, and folders that are left empty', async () => {
    writeFiles(root, { 'd/a': 'a', 'd/sub/b': 'b' })
    await using project = openProject(root)
    const first = await storeOut(project, join(root, 'd'))
    rmSync(join(root, 'd/sub'), { recursive: true })
    writeFiles(root, { 'd/a': 'A' })
    const second = await storeOut(project, join(root, 'd'))
    await bring(project, 'd', first.oid)
    expect(files('d')).toEqual({ a: 'a', 'sub/b': 'b' })
    mkdirSync(join(root, 'd/empty/deep'), { recursive: true })
    expect((await bring(project, 'd', second.oid)).change).toBe('modified')
    expect(files('d')).toEqual({ a: 'A' })
  })

  test('becomes a file and a file a folder, also inside', async () => {
    writeFiles(root, { 'd/x/y': '1', 'd/z': '2' })
    await using project = openProject(root)
    const first = await storeOut(project, join(root, 'd'))
    rmSync(join(root, 'd'), { recursive: true })
    writeFiles(root, { 'd/x': '3', 'd/z/w': '4' })
    const second = await storeOut(project, join(root, 'd'))
    rmSync(join(root, 'd'), { recursive: true })
    writeFiles(root, { d: '5' })
    const third = await storeOut(project, join(root, 'd'))
    for (const [{ oid }, expected] of [
      [first, { 'x/y': '1', z: '2' }],
      [second, { x: '3', 'z/w': '4' }],
      [first, { 'x/y': '1', z: '2' }],
    ] as const) {
      expect((await bring(project, 'd', oid)).failed).toEqual([])
      expect(files('d')).toEqual(expected)
    }
    expect((await bring(project, 'd', third.oid)).failed).toEqual([])
    expect(readFiles(root)['d']).toBe('5')
  })

  test('is restored as far as its objects are there; what stands in the place of the others stays', async () => {
    writeFiles(root, { 'd/a': 'a', 'd/b': 'b' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    rmSync(project.cache.md5.path('0cc175b9c0f1b6a831c399e269772661'))
    writeFiles(root, { 'd/a': 'mine' })
    rmSync(join(root, 'd/b'))
    expect((await bring(project, 'd', oid)).failed).toEqual([
      { path: join(root, 'd/a'), oid: '0cc175b9c0f1b6a831c399e269772661', code: 'missing' },
    ])
    expect(files('d')).toEqual({ a: 'mine', b: 'b' })
  })

  test('of which the tree is missing or made up is left alone', async () => {
    writeFiles(root, { 'd/a': 'a' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    rmSync(project.cache.md5.path(oid))
    await expect(bring(project, 'd', oid)).rejects.toThrow('is not in the cache')
    writeFileSync(project.cache.md5.path(oid), '[{"md5": "0cc175b9c0f1b6a831c399e269772661", "relpath": "../../outside"}]', { mode: 0o444 })
    await expect(bring(project, 'd', oid, { force: true })).rejects.toThrow('does not stay below its folder')
    expect(files('d')).toEqual({ a: 'a' })
  })

  test('that is left behind by another commit goes, unless it has changed', async () => {
    writeFiles(root, { 'n/x': 'n', 'm/x': 'm', f: 'f' })
    await using project = openProject(root)
    for (const path of ['n', 'm', 'f']) await storeOut(project, join(root, path))
    writeFiles(root, { 'm/y': 'changed' })
    const plans = await planLeftOuts(project, new Set([join(root, 'f')]))
    expect(plans.map(({ out, change }) => [out.path, change])).toEqual([[join(root, 'n'), 'deleted']])
    for (const plan of plans) await applyCheckout(project, plan)
    expect([existsSync(join(root, 'n')), existsSync(join(root, 'm/y'))]).toEqual([false, true])
    expect(await planLeftOuts(project, new Set([join(root, 'f')]))).toEqual([])
  })
})

describe('links in the way', () => {
  test('that stand for a file are replaced by the file, not written through', async () => {
    writeFiles(root, { 'd/a': 'a', outside: 'a' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    rmSync(join(root, 'd/a'))
    symlinkSync('nowhere', join(root, 'd/a'))
    expect((await bring(project, 'd', oid)).change).toBe('modified')
    expect(files('d')).toEqual({ a: 'a' })
    rmSync(join(root, 'd/a'))
    writeFiles(root, { outside: 'other' })
    symlinkSync('../outside', join(root, 'd/a'))
    await expect(bring(project, 'd', oid)).rejects.toThrow('unsaved')
    await bring(project, 'd', oid, { force: true })
    expect([files('d')['a'], readFiles(root)['outside']]).toEqual(['a', 'other'])
  })

  test('that lead to a folder where one is needed go only by force, and nothing is written behind them', async () => {
    writeFiles(root, { 'd/sub/a': 'a', 'elsewhere/x': 'x' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    rmSync(join(root, 'd/sub'), { recursive: true })
    symlinkSync('../elsewhere', join(root, 'd/sub'))
    await expect(bring(project, 'd', oid)).rejects.toThrow('unsaved')
    await bring(project, 'd', oid, { force: true })
    expect([files('d'), files('elsewhere')]).toEqual([{ 'sub/a': 'a' }, { x: 'x' }])
  })

  test('that take an out out of the project are refused', async () => {
    writeFiles(root, { 'd/a': 'a' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'd'))
    const outside = join(temporary.path, `outside-${number}`)
    mkdirSync(outside)
    rmSync(join(root, 'd'), { recursive: true })
    symlinkSync(outside, join(root, 'd'))
    await expect(bring(project, 'd', oid, { force: true })).rejects.toThrow('leads out of the project')
    symlinkSync(outside, join(root, 'l'))
    await expect(bring(project, 'l/new', oid, { force: true })).rejects.toThrow('leads out of the project')
    await expect(bring(project, '../x', oid)).rejects.toThrow('leads out of the project')
    expect(readFiles(outside)).toEqual({})
  })
})

test('an executable file is one again', async () => {
  writeFiles(root, { f: 'f' })
  chmodSync(join(root, 'f'), 0o755)
  await using project = openProject(root)
  const { oid } = await storeOut(project, join(root, 'f'))
  chmodSync(join(root, 'f'), 0o644)
  expect((await bring(project, 'f', oid, { isExecutable: true })).change).toBe('modified')
  rmSync(join(root, 'f'))
  await bring(project, 'f', oid, { isExecutable: true })
  expect((lstatSync(join(root, 'f')).mode & 0o777).toString(8)).toBe('744')
  expect((await bring(project, 'f', oid, { isExecutable: true })).change).toBeUndefined()
})

test('links are made anew in another way when that is asked for', async () => {
  writeFiles(root, { 'd/a': 'a' })
  const store = openProject(root)
  const { oid } = await storeOut(store, join(root, 'd'))
  await using project = openProject(root, { links: ['symlink'] })
  await bring(project, 'd', oid)
  expect(files('d')['a']).toBe('a')
  await bring(project, 'd', oid, { isRelinked: true })
  expect(readlinkSync(join(root, 'd/a'))).toBe(project.cache.md5.path('0cc175b9c0f1b6a831c399e269772661'))
  await bring(store, 'd', oid, { isRelinked: true })
  expect(files('d')['a']).toBe('a')
  await store[Symbol.asyncDispose]()
})

test('a name of 255 bytes, one with a line feed, and a path that is too long', async () => {
  const long = 'x'.repeat(255)
  writeFiles(root, { [`d/${long}`]: '1', 'd/a\nb': '2', 'd/ü': '3' })
  await using project = openProject(root)
  const { oid } = await storeOut(project, join(root, 'd'))
  rmSync(join(root, 'd'), { recursive: true })
  expect((await bring(project, 'd', oid)).failed).toEqual([])
  expect(files('d')).toEqual({ [long]: '1', 'a\nb': '2', ü: '3' })
  const tree = project.cache.md5.putTree([{ path: 'x'.repeat(300), md5: 'c4ca4238a0b923820dcc509a6f75849b' }])
  expect((await bring(project, 'e', tree)).failed.map(({ code }) => code)).toEqual(['ENAMETOOLONG'])
})
