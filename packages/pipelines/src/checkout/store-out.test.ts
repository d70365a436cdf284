import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openProject, readCache, readFiles, writeFiles } from '../testing/project-folder.ts'
import { hashOut, outStatus, storeOut, storePart, unprotectOut } from './index.ts'

let temporary: TemporaryFolder
let root: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('store')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((root = join(temporary.path, `project-${number++}`))))

const cache = () => readCache(join(root, '.dvc/cache'))
const modeOf = (path: string) => (lstatSync(join(root, path)).mode & 0o777).toString(8)

describe('what is taken into the cache', () => {
  test('is a file, by the md5 of its bytes, whatever its line ends', async () => {
    writeFiles(root, { f: 'a\r\nb\r\n' })
    await using project = openProject(root)
    const out = await storeOut(project, join(root, 'f'))
    expect(out).toMatchObject({ oid: '59b0d7772f0561efb95518f3cb8abc60', size: 6, files: undefined, isExecutable: false })
    expect(cache()).toEqual({ 'files/md5/59/b0d7772f0561efb95518f3cb8abc60': '444' })
    expect(readFiles(root)['f']).toBe('a\r\nb\r\n')
    expect(modeOf('f')).toBe('644')
  })

  test('is a folder with its tree, without empty folders, and one object for equal files', async () => {
    writeFiles(root, { 'd/1': 'same', 'd/2': 'same' })
    mkdirSync(join(root, 'd/empty/deep'), { recursive: true })
    await using project = openProject(root)
    const out = await storeOut(project, join(root, 'd'))
    expect(out).toMatchObject({ oid: '23e701387d7ab6d069b249803d226417.dir', size: 8, files: 2 })
    expect(cache()).toEqual({
      'files/md5/23/e701387d7ab6d069b249803d226417.dir':
        '[{"md5": "51037a4a37730f52c8732586d3aaa316", "relpath": "1"}, {"md5": "51037a4a37730f52c8732586d3aaa316", "relpath": "2"}]',
      'files/md5/51/037a4a37730f52c8732586d3aaa316': '444',
    })
  })

  test('is an empty folder, and an executable file as one', async () => {
    mkdirSync(join(root, 'd'))
    writeFiles(root, { x: 'x' })
    chmodSync(join(root, 'x'), 0o755)
    await using project = openProject(root)
    expect(await storeOut(project, join(root, 'd'))).toMatchObject({ oid: 'd751713988987e9331980363e24189ce.dir', size: 0, files: 0 })
    expect(await storeOut(project, join(root, 'x'))).toMatchObject({ isExecutable: true })
    expect(modeOf('x')).toBe('755')
  })

  test('is what links lead to; links to folders are not followed', async () => {
    writeFiles(root, { real: 'r', 'rd/a': 'a' })
    mkdirSync(join(root, 'd'))
    symlinkSync('../real', join(root, 'd/l'))
    symlinkSync('../rd', join(root, 'd/dl'))
    symlinkSync('real', join(root, 'lnk'))
    await using project = openProject(root)
    expect((await storeOut(project, join(root, 'd'))).oid).toBe('66b14d4f0ecadfbbeb12c66c3b236ced.dir')
    expect((await storeOut(project, join(root, 'lnk'))).oid).toBe('4b43b0aee35624cd95b910189b3dc231')
    // The files themselves now, as in DVC: the cache may hold no links of the user.
    expect([lstatSync(join(root, 'd/l')).isFile(), lstatSync(join(root, 'lnk')).isFile()]).toEqual([true, true])
    expect(readFiles(root)['d/dl']).toBe('-> ../rd')
  })

  test('leaves out what .dvcignore names, and refuses one inside', async () => {
    writeFiles(root, { '.dvcignore': '*.tmp\n', 'd/a': 'a', 'd/x.tmp': 'x', 'e/.dvcignore': '' })
    await using project = openProject(root)
    expect((await storeOut(project, join(root, 'd'))).tree?.map(({ path }) => path)).toEqual(['a'])
    await expect(storeOut(project, join(root, 'e'))).rejects.toThrow(`.dvcignore file should not be in collected dir path: '${root}/e'`)
  })

  test('is whole when there are more files than one round and one job take', async () => {
    const files = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`d/${index % 7}/${index}`, `content ${index % 350}`]))
    writeFiles(root, { ...files, 'd/large': new Uint8Array(9 * 1024 * 1024).fill(7) })
    await using project = openProject(root)
    const out = await storeOut(project, join(root, 'd'))
    expect(out.files).toBe(701)
    expect(Object.values(cache()).filter((mode) => mode === '444')).toHaveLength(351)
    expect(await outStatus(project, { path: join(root, 'd'), oid: out.oid, hash: 'md5', isCached: true })).toBeUndefined()
  })
})

describe('what cannot be taken in', () => {
  test.each([
    ['a link that leads nowhere', () => symlinkSync('nowhere', join(root, 'd/l')), "[Errno 2] No such file or directory: '"],
    ['a link to itself', () => symlinkSync('l', join(root, 'd/l')), "[Errno 40] Too many levels of symbolic links: '"],
  ])('is %s', async (_, make, message) => {
    mkdirSync(join(root, 'd'))
    make()
    await using project = openProject(root)
    await expect(storeOut(project, join(root, 'd'))).rejects.toThrow(message + join(root, 'd/l'))
    expect(cache()).toEqual({})
  })

  test('is a FIFO, which nobody waits for, nothing at all, and a name that is not UTF-8', async () => {
    mkdirSync(join(root, 'd'))
    mkdirSync(join(root, 'e'))
    const { execFileSync } = await import('node:child_process')
    execFileSync('mkfifo', [join(root, 'd/pipe')])
    writeFileSync(Buffer.concat([Buffer.from(join(root, 'e/')), Buffer.from([0xff, 0xfe])]), 'x')
    await using project = openProject(root)
    await expect(storeOut(project, join(root, 'd'))).rejects.toThrow('a FIFO')
    await expect(storeOut(project, join(root, 'nothing'))).rejects.toThrow('does not exist')
    await expect(storeOut(project, join(root, 'e'))).rejects.toThrow('not UTF-8')
  })
})

describe('an object that is there', () => {
  test('is not written again, and taken for what its name says while nobody may write it', async () => {
    writeFiles(root, { f: 'f' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'f'))
    const object = project.cache.md5.path(oid)
    const { ino } = statSync(object)
    writeFiles(root, { g: 'f' })
    await storeOut(project, join(root, 'g'))
    expect(statSync(object).ino).toBe(ino)
    chmodSync(object, 0o644)
    writeFileSync(object, 'g')
    chmodSync(object, 0o444)
    expect(await project.cache.md5.has(oid)).toBe(true)
  })

  test('is dropped when it may be written and is wrong, and protected when it is right', async () => {
    writeFiles(root, { f: 'f', g: 'g' })
    await using project = openProject(root)
    const [f, g] = [await storeOut(project, join(root, 'f')), await storeOut(project, join(root, 'g'))]
    for (const { oid } of [f, g]) chmodSync(project.cache.md5.path(oid), 0o644)
    writeFileSync(project.cache.md5.path(f.oid), 'bad')
    expect(await project.cache.md5.missing([f.oid, g.oid])).toEqual(new Set([f.oid]))
    expect(Object.values(cache())).toEqual(['444'])
    expect(await outStatus(project, { path: join(root, 'f'), oid: f.oid, hash: 'md5', isCached: true })).toBe('not in cache')
    await storeOut(project, join(root, 'f'))
    expect(readFileSync(project.cache.md5.path(f.oid), 'utf8')).toBe('f')
  })

  test('is made anew when it is shorter than the file of which it has the name', async () => {
    writeFiles(root, { f: 'content' })
    await using project = openProject(root)
    const { oid } = await storeOut(project, join(root, 'f'))
    const object = project.cache.md5.path(oid)
    chmodSync(object, 0o644)
    writeFileSync(object, '')
    chmodSync(object, 0o444)
    writeFiles(root, { g: 'content' })
    await storeOut(project, join(root, 'g'))
    expect(readFileSync(object, 'utf8')).toBe('content')
  })
})

describe('links', () => {
  test('to objects take the place of files, as cache.type says, and copies theirs when they are unprotected', async () => {
    writeFiles(root, { 'd/a': 'a', 'd/empty': '' })
    const object = join(root, '.dvc/cache/files/md5/0c/c175b9c0f1b6a831c399e269772661')
    await using symlinks = openProject(root, { links: ['symlink'] })
    const { oid } = await storeOut(symlinks, join(root, 'd'))
    expect(readFiles(root)['d/a']).toBe(`-> ${object}`)
    expect(await outStatus(symlinks, { path: join(root, 'd'), oid, hash: 'md5', isCached: true })).toBeUndefined()
    unprotectOut(symlinks, join(root, 'd'))
    expect([lstatSync(join(root, 'd/a')).isFile(), modeOf('d/a')]).toEqual([true, '644'])
    await using hardlinks = openProject(root, { links: ['hardlink', 'copy'] })
    writeFiles(root, { 'd/b': 'b' })
    await storeOut(hardlinks, join(root, 'd'))
    expect(statSync(join(root, 'd/b')).ino).toBe(statSync(join(root, '.dvc/cache/files/md5/92/eb5ffee6ae2fec3ad71c777531578f')).ino)
    expect([modeOf('d/b'), modeOf('d/empty')]).toEqual(['444', '644'])
    expect(cache()['files/md5/0c/c175b9c0f1b6a831c399e269772661']).toBe('444')
    unprotectOut(hardlinks, join(root, 'd'))
    expect([statSync(join(root, 'd/b')).nlink, modeOf('d/b')]).toEqual([1, '644'])
    expect(Object.keys(readFiles(join(root, '.dvc/tmp')))).toEqual(['unfinished/'])
  })

  test('belong to a group where the cache does', async () => {
    writeFiles(root, { f: 'f' })
    await using project = openProject(root, { isShared: true })
    await storeOut(project, join(root, 'f'))
    expect((lstatSync(join(root, '.dvc/cache/files/md5/8f')).mode & 0o7777).toString(8)).toBe('2775')
    unprotectOut(project, join(root, 'f'))
    expect(modeOf('f')).toBe('664')
  })
})

test('a file is read again only when it has changed', async () => {
  writeFiles(root, { 'd/a': 'a', 'd/b': 'b' })
  {
    await using project = openProject(root)
    await hashOut(project, join(root, 'd'))
  }
  await using project = openProject(root)
  const { oid } = await storeOut(project, join(root, 'd'))
  writeFileSync(join(root, 'd/a'), 'c')
  expect(await outStatus(project, { path: join(root, 'd'), oid, hash: 'md5', isCached: true })).toBe('modified')
  writeFileSync(join(root, 'd/a'), 'a')
  expect(await outStatus(project, { path: join(root, 'd'), oid, hash: 'md5', isCached: true })).toBeUndefined()
})

test('a part of a folder can be taken in, replaced and taken out by itself, with the sizes that DVC knows', async () => {
  writeFiles(root, { 'd/a': 'a' })
  await using project = openProject(root)
  const whole = { path: join(root, 'd'), ...(await storeOut(project, join(root, 'd'))) }
  writeFiles(root, { 'd/b': 'b', 'd/not/asked': 'for' })
  const added = await storePart(project, whole, { path: join(root, 'd/b') })
  expect(added).toMatchObject({ oid: '5b94ef7ba4840901cc23311660411a1d.dir', size: 2, files: 2 })
  expect(await storePart(project, { path: whole.path, ...added }, { path: join(root, 'd/b') })).toMatchObject({ oid: added.oid, size: 2 })
  writeFiles(root, { 'd/b': 'c' })
  const changed = await storePart(project, { path: whole.path, ...added }, { path: join(root, 'd/b') })
  expect([changed.size, changed.files]).toEqual([undefined, 2])
  rmSync(join(root, 'd/b'))
  expect((await storePart(project, { path: whole.path, ...changed }, { path: join(root, 'd/b') })).oid).toBe(whole.oid)
  await expect(storePart(project, whole, { path: join(root, 'd/nothing') })).rejects.toThrow('[Errno 2] No such file or directory')
  await expect(storePart(project, whole, { path: join(root, 'f') })).rejects.toThrow('is no part')
})

test('what DVC 2 recorded is kept as it was named, in its own place', async () => {
  writeFiles(root, { 'd/f': 'a\r\nb\r\n' })
  await using project = openProject(root)
  const out = await storeOut(project, join(root, 'd'), { hash: 'md5-dos2unix' })
  expect(out.tree).toEqual([{ path: 'f', md5: 'dd8c6a395b5dd36c56d23275028f526c' }])
  expect(cache()).toMatchObject({ 'dd/8c6a395b5dd36c56d23275028f526c': '444' })
  expect(Object.keys(cache()).some((path) => path.startsWith('files/'))).toBe(false)
  expect(await outStatus(project, { path: join(root, 'd'), oid: out.oid, hash: 'md5-dos2unix', isCached: true })).toBeUndefined()
  chmodSync(project.cache['md5-dos2unix'].path(out.tree?.[0]?.md5 ?? ''), 0o644)
  expect(await outStatus(project, { path: join(root, 'd'), oid: out.oid, hash: 'md5-dos2unix', isCached: true })).toBeUndefined()
})
