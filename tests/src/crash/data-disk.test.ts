import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, findSmallDisk, mountSmallDisk, requirePart, type SmallDisk } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { reprise, type Ended } from '../e2e/reprise.ts'
import { findWithoutPrivileges } from '../e2e/without-privileges.ts'
import { assertTidy, assertWhole } from './data/assert-whole.ts'
import { listFiles, makePlace, type Place } from './data/place.ts'

const disk = requirePart('a small disk', findSmallDisk())
const privileges = findWithoutPrivileges()
const closed = requirePart('a way to give up privileges', privileges)
const FULL = "[Errno 28] No space left on device: '"

/** Runs a command in a place as the user, who may be told that it failed. */
function attempt(place: Place, ...args: readonly string[]): Promise<Ended> {
  return reprise(args, { cwd: place.folder, env: place.env })
}

function writeFolder(place: Place, count = 30): void {
  for (let index = 0; index < count; index++) place.write(`data/${index}`, `${index} `.repeat(40_000))
}

/** A place with a small disk at a path in it. */
async function withSmallDisk(at: string, work: (place: Place, small: SmallDisk) => Promise<void>): Promise<void> {
  await using temporary = await createTemporaryFolder('data-disk')
  const place = await makePlace(temporary.path)
  using small = await mountSmallDisk(join(place.folder, at), { megabytes: 2 })
  // Only programs in its namespace would see it.
  if (small.within.length === 0) await work(place, small)
}

describe.skipIf(disk.missing)(`on a full disk${disk.note}`, () => {
  it('add leaves every file, no wrong object and no .dvc file, and says what is full', async () => {
    await withSmallDisk('small', async (place) => {
      await place.run('cache', 'dir', 'small')
      writeFolder(place)
      place.write('large.bin', new Uint8Array(4_000_000).fill(7))
      for (const target of ['data', 'large.bin']) {
        const { code, stderr } = await attempt(place, 'add', target)
        expect([code, stderr]).toEqual([1, expect.stringContaining(FULL)])
        assertWhole(place)
        assertTidy(place)
        expect(existsSync(join(place.folder, `${target}.dvc`))).toBe(false)
        expect(readdirSync(place.folder)).not.toContain('.gitignore')
      }
      await place.run('config', '--unset', 'cache.dir')
      await place.run('add', 'data', 'large.bin')
    })
  })

  it('checkout and pull keep what stands there, and go on when there is room', async () => {
    await withSmallDisk('work', async (place, small) => {
      for (let index = 0; index < 4; index++) place.write(`work/data/${index}`, `${index} `.repeat(150_000))
      await place.run('add', 'work/data')
      await place.run('push')
      rmSync(join(place.folder, 'work/data'), { recursive: true })
      small.fill()
      for (const command of ['checkout', 'pull']) {
        const { code, stderr } = await attempt(place, command)
        expect([command, code, stderr]).toEqual([command, command === 'pull' ? 1 : 255, expect.stringContaining(FULL)])
        assertWhole(place)
        assertTidy(place)
      }
      small.empty()
      await place.run('pull')
      expect(await place.run('status')).toContain('up to date')
      expect(readdirSync(join(place.folder, 'work/data'))).toHaveLength(4)
    })
  })

  it('fetch accepts nothing that is cut, and goes on when there is room', async () => {
    await withSmallDisk('.dvc/cache', async (place, small) => {
      for (let index = 0; index < 4; index++) place.write(`data/${index}`, `${index} `.repeat(150_000))
      await place.run('add', 'data')
      await place.run('push')
      rmSync(join(place.folder, '.dvc/cache/files'), { recursive: true })
      small.fill()
      const { code, stderr } = await attempt(place, 'fetch')
      expect([code, stderr]).toEqual([1, expect.stringContaining('No space left on device')])
      assertWhole(place)
      assertTidy(place)
      small.empty()
      await place.run('fetch')
      expect(await place.run('status', '--cloud')).toContain('in sync')
    })
  })

  it('push says what is full, cuts nothing there, and goes on when there is room', async () => {
    await withSmallDisk('../remote', async (place) => {
      writeFolder(place)
      await place.run('add', 'data')
      const { code, stderr } = await attempt(place, 'push')
      expect([code, stderr]).toEqual([1, expect.stringContaining(`failed to push data to the cloud - ${FULL}`)])
      assertWhole(place)
      for (let index = 10; index < 30; index++) rmSync(join(place.folder, 'data', String(index)))
      place.precious.clear()
      await place.run('add', 'data')
      // Which objects filled the disk is not certain: those that are not used any more make room.
      await place.run('gc', '--workspace', '--cloud', '--force')
      await place.run('push')
      expect(await place.run('status', '--cloud')).toContain('in sync')
    })
  })

  it('a stage whose outputs do not fit into the cache is not recorded, and runs again', async () => {
    await withSmallDisk('.dvc/cache', async (place, small) => {
      const commands = 'echo ran >> log && head -c 1500000 /dev/zero > out'
      await place.run('stage', 'add', '--name', 'make', '--outs', 'out', commands)
      const before = readFileSync(join(place.folder, 'dvc.yaml'), 'utf8')
      small.fill()
      const { code, stderr } = await attempt(place, 'repro')
      expect([code, stderr]).toEqual([255, expect.stringContaining(FULL)])
      expect(existsSync(join(place.folder, 'dvc.lock'))).toBe(false)
      expect(statSync(join(place.folder, 'out')).size).toBe(1_500_000)
      assertWhole(place)
      small.empty()
      await place.run('repro')
      expect(await place.run('status')).toContain('up to date')
      expect(readFileSync(join(place.folder, 'dvc.yaml'), 'utf8')).toBe(before)
    })
  })

  it('no text of a project is cut', async () => {
    await using temporary = await createTemporaryFolder('data-disk')
    using small = await mountSmallDisk(join(temporary.path, 'project'), { megabytes: 4 })
    if (small.within.length > 0) return
    const place = await makePlace(temporary.path)
    place.write('f', 'f')
    await place.run('add', 'f')
    await place.run('stage', 'add', '--name', 's', '--deps', 'f', '--outs', 'o', 'cp f o')
    await place.run('repro')
    const texts = ['.dvc/config', '.gitignore', 'f.dvc', 'dvc.yaml', 'dvc.lock'].map((path) => join(place.folder, path))
    const before = texts.map((path) => readFileSync(path, 'utf8'))
    place.write('g', 'g')
    small.fill()
    for (const args of [
      ['config', 'core.autostage', 'true'],
      ['remote', 'add', 'another', '/nowhere'],
      ['add', 'g'],
      ['stage', 'add', '--name', 't', '--outs', 'p', 'touch p'],
      ['freeze', 's'],
      ['repro', '--force'],
      ['commit', '--force'],
      ['remove', 'f.dvc'],
    ]) {
      const { code, stderr } = await attempt(place, ...args)
      if (args[0] !== 'remove')
        expect([args, code, stderr]).toEqual([args, expect.any(Number), expect.stringContaining('No space left on device')])
      expect(stderr).not.toContain('mistake')
      if (args[0] !== 'remove') expect([args, texts.map((path) => readFileSync(path, 'utf8'))]).toEqual([args, before])
    }
    small.empty()
    await place.run('repro')
    assertTidy(place)
  })
})

describe.skipIf(closed.missing)(`where the system does not let us${closed.note}`, () => {
  const within = privileges.within
  const run = (place: Place, ...args: readonly string[]): Promise<Ended> => reprise(args, { cwd: place.folder, env: place.env, within })

  it('read-only folders and files that may not be read are named, and nothing is half done', async () => {
    await using temporary = await createTemporaryFolder('data-closed')
    const place = await makePlace(temporary.path)
    place.write('data/a', 'a')
    place.write('data/b', 'b')
    place.write('single', 'single')
    const denied = async (folder: string, mode: number, ...args: readonly string[]): Promise<void> => {
      const path = join(place.folder, folder)
      const before = statSync(path).mode & 0o777
      chmodSync(path, mode)
      try {
        const { code, stderr } = await run(place, ...args)
        expect([args, code, stderr]).toEqual([args, expect.any(Number), expect.stringContaining('[Errno 13] Permission denied: ')])
        expect(code).toBeGreaterThan(0)
        expect(stderr).not.toContain('mistake')
      } finally {
        chmodSync(path, before)
      }
      assertWhole(place)
    }
    await denied('data/a', 0, 'add', 'data')
    await denied('data', 0, 'add', 'data')
    await denied('single', 0, 'add', 'single')
    expect(listFiles(place.folder).filter((path) => path.endsWith('.dvc'))).toEqual([])
    await denied('.', 0o555, 'add', 'single')
    await denied('.dvc/tmp', 0, 'add', 'single')
    mkdirSync(join(place.folder, '.dvc/cache'), { recursive: true })
    rmSync(join(place.folder, '.dvc/cache'), { recursive: true })
    mkdirSync(join(place.folder, '.dvc/cache'))
    await denied('.dvc/cache', 0o555, 'add', 'data')
    await place.run('add', 'data', 'single')
    mkdirSync(place.remote)
    await denied('../remote', 0o555, 'push')
    await place.run('push')
    await denied('../remote/files', 0, 'status', '--cloud')
    rmSync(join(place.folder, '.dvc/cache'), { recursive: true })
    await denied('../remote/files', 0, 'pull')
    await place.run('pull')
    rmSync(join(place.folder, 'data'), { recursive: true })
    await denied('.', 0o555, 'checkout')
    await place.run('checkout')
    for (const path of ['dvc.yaml', 'data.dvc', '.dvc/config']) {
      if (path === 'dvc.yaml') writeFileSync(join(place.folder, path), 'stages: {}\n')
      await denied(path, 0, 'status')
    }
    assertTidy(place)
  })
})
