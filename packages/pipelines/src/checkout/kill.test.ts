import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder, findSmallDisk, mountSmallDisk, requirePart, startTethered } from '@reprise/testing'
import { describe, expect, test } from 'vitest'
import { openProject, readFiles, writeFiles } from '../testing/project-folder.ts'
import { applyCheckout, outStatus, planCheckout, storeOut } from './index.ts'

const program = new URL('../testing/run-data-process.ts', import.meta.url).pathname
const disk = requirePart('a small disk', findSmallDisk())

/** Every object has the digest that its name says. */
function assertObjectsAreRight(cache: string): number {
  let count = 0
  for (const [path, text] of Object.entries(readFiles(cache))) {
    if (path.includes('.unfinished')) continue
    const name = path.replace('files/md5/', '').replace('/', '').replace('.dir', '')
    expect(createHash('md5').update(Buffer.from(text, 'latin1')).digest('hex'), path).toBe(name)
    count++
  }
  return count
}

describe.each(['copy', 'hardlink', 'symlink'] as const)('a process that is killed at any moment, with files as %s', (links) => {
  test('leaves whole files, right objects, and something to go on from', async () => {
    await using temporary = await createTemporaryFolder('kill')
    const root = join(temporary.path, 'project')
    for (let sub = 0; sub < 5; sub++) mkdirSync(join(root, 'd', `sub${sub}`), { recursive: true })
    mkdirSync(join(root, '.dvc', 'tmp'), { recursive: true })
    for (let seed = 0; seed < 4; seed++) {
      const args = ['--conditions=@reprise/source', program, root, links, String(seed)]
      const process_ = await startTethered({ command: process.execPath, args })
      while (process_.output() === '') await sleep(20)
      await sleep(seed * 90)
      process_.kill('SIGKILL')
      await process_.exited
      assertObjectsAreRight(join(root, '.dvc/cache'))
      for (const [path, text] of Object.entries(readFiles(join(root, 'd')))) {
        expect(path).toMatch(/^sub\d\/\d+$/)
        // The file that the program itself was writing may be cut; none that was taken in or checked out.
        if (!text.startsWith('->')) expect(text).toMatch(/^(?:(\d \d+ \d+ )\1*.{0,12})?$/)
      }
    }
    await using project = openProject(root, { links: [links] })
    const { oid } = await storeOut(project, join(root, 'd'))
    expect(await outStatus(project, { path: join(root, 'd'), oid, hash: 'md5', isCached: true })).toBeUndefined()
    expect(readdirSync(join(root, '.dvc/tmp/unfinished'))).toEqual([])
    expect(readdirSync(join(root, '.dvc/cache/files/md5/.unfinished'))).toEqual([])
    expect(assertObjectsAreRight(join(root, '.dvc/cache'))).toBeGreaterThan(0)
  }, 400_000)
})

test('what another machine is writing is not taken for abandoned until two days have passed', async () => {
  await using temporary = await createTemporaryFolder('abandoned')
  writeFiles(temporary.path, { f: 'f', '.dvc/tmp/unfinished/another_1_abc': 'x' })
  await using project = openProject(temporary.path)
  await storeOut(project, join(temporary.path, 'f'))
  expect(readdirSync(join(temporary.path, '.dvc/tmp/unfinished'))).toEqual(['another_1_abc'])
})

describe.skipIf(disk.missing)(`a disk that is full${disk.note}`, () => {
  test('is told of, and holds nothing half done', async () => {
    await using temporary = await createTemporaryFolder('full')
    using small = await mountSmallDisk(join(temporary.path, 'disk'), { megabytes: 2 })
    if (small.within.length > 0) return
    const root = join(temporary.path, 'project')
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`d/${index}`, new Uint8Array(80_000).fill(index)]))
    writeFiles(root, { ...files, large: new Uint8Array(4_000_000).fill(1) })
    await using project = openProject(root, { cacheFolder: join(small.path, 'cache') })
    for (const path of ['d', 'large']) {
      await expect(storeOut(project, join(root, path))).rejects.toThrow('[Errno 28] No space left on device')
      assertObjectsAreRight(join(small.path, 'cache'))
    }
    expect(readdirSync(join(small.path, 'cache/files/md5/.unfinished'))).toEqual([])
    expect(Object.keys(readFiles(join(root, 'd')))).toHaveLength(60)
  })
})

test('a cache elsewhere, behind a link, and of another disk serves as well', async () => {
  await using temporary = await createTemporaryFolder('elsewhere')
  const root = join(temporary.path, 'project')
  writeFiles(root, { 'd/a': 'a' })
  mkdirSync(join(temporary.path, 'real'))
  symlinkSync(join(temporary.path, 'real'), join(temporary.path, 'cache'))
  await using project = openProject(root, { cacheFolder: join(temporary.path, 'cache'), links: ['hardlink', 'copy'] })
  const { oid } = await storeOut(project, join(root, 'd'))
  rmSync(join(root, 'd'), { recursive: true })
  await applyCheckout(project, await planCheckout(project, { path: join(root, 'd'), oid, hash: 'md5', isExecutable: false }))
  expect(lstatSync(join(root, 'd/a')).nlink).toBe(2)
  expect(readFileSync(join(root, 'd/a'), 'utf8')).toBe('a')
})

test('a file that may not be read is named, and the others are not lost', async () => {
  if (process.getuid?.() === 0) return
  await using temporary = await createTemporaryFolder('unreadable')
  writeFiles(temporary.path, { 'd/a': 'a', 'd/b': 'b' })
  chmodSync(join(temporary.path, 'd/a'), 0)
  writeFileSync(join(temporary.path, 'd/c'), 'c')
  await using project = openProject(temporary.path)
  await expect(storeOut(project, join(temporary.path, 'd'))).rejects.toThrow(`[Errno 13] Permission denied: '${temporary.path}/d/a'`)
})
