import { mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createManifest } from '../create-manifest.ts'
import { fillFolder } from '../testing/data-folder.ts'
import { writeManifest } from '../write-manifest.ts'
import { openFolderCheck, rememberManifest } from './check-folder.ts'

let temporary: TemporaryFolder
let [folder, file, memory] = ['', '', '']
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('checks')))
afterAll(() => temporary.remove())
beforeEach(() => {
  const place = join(temporary.path, `check-${number++}`)
  ;[folder, file, memory] = [join(place, 'data'), join(place, 'manifest'), join(place, 'memory')]
  fillFolder(folder, { a: 'one', 'b/c': 'two', l: { link: 'a' } })
  // Files that were made just now are racy; to the checks they are ten seconds old.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 })
})
afterEach(() => vi.useRealTimers())

/** Whether the folder is as recorded, and whether that took digests of its files. */
async function check(given?: string): Promise<{ valid: boolean; looked: boolean }> {
  let looked = false
  const cache = { find: () => void (looked = true), add: () => undefined, save: () => undefined }
  const { valid } = await (await openFolderCheck(file, { folder: given, memory })).run({ cache })
  return { valid, looked }
}

describe.each(['classic', 'native'] as const)('a folder that is checked twice against a %s manifest', (format) => {
  const write = async (options?: Parameters<typeof createManifest>[1]): Promise<void> =>
    writeManifest(await createManifest(folder, options), file, { format })

  it('is not looked into the second time, and said to be the same', async () => {
    await write({ excludePatterns: ['c'] })
    const open = (): ReturnType<typeof openFolderCheck> => openFolderCheck(file, { memory })
    const first = await (await open()).run()
    expect(await (await open()).run()).toEqual({ ...first, processing_time_seconds: expect.any(Number) })
    expect(first).toMatchObject({ valid: true, total_files: 2, total_size_bytes: 3 })
    expect(await check()).toEqual({ valid: true, looked: false })
  })

  it('is looked into at once when the manifest has just been made of it', async () => {
    const manifest = await createManifest(folder)
    writeManifest(manifest, file, { format })
    await rememberManifest(file, manifest, memory)
    expect(await check()).toEqual({ valid: true, looked: false })
  })

  it.each<[string, () => void]>([
    [
      'a file is written, and its size and time set back',
      () => {
        const { atime, mtime } = statSync(join(folder, 'a'))
        writeFileSync(join(folder, 'a'), 'eno')
        utimesSync(join(folder, 'a'), atime, mtime)
      },
    ],
    ['a file is removed', () => rmSync(join(folder, 'b/c'))],
    ['a file is added', () => writeFileSync(join(folder, 'b/d'), '')],
    ['a file is renamed', () => renameSync(join(folder, 'a'), join(folder, 'a2'))],
    [
      'a link leads elsewhere',
      () => {
        rmSync(join(folder, 'l'))
        symlinkSync('b', join(folder, 'l'))
      },
    ],
    [
      'the folder takes the place of another',
      () => {
        renameSync(folder, `${folder}-old`)
        fillFolder(folder, { a: 'one', 'b/c': 'oww', l: { link: 'a' } })
      },
    ],
  ])('is found out when %s', async (_what, change) => {
    await write()
    expect(await check()).toEqual({ valid: true, looked: true })
    expect(await check()).toEqual({ valid: true, looked: false })
    change()
    expect((await check()).valid).toBe(false)
    expect((await check()).valid).toBe(false)
  })

  it('is looked into again when the manifest is another', async () => {
    await write()
    await check()
    await write({ metadata: { other: true } })
    expect(await check()).toEqual({ valid: true, looked: true })
  })

  it('is looked into again after something else was asked', async () => {
    await write()
    await check()
    fillFolder(`${folder}-copy`, { a: 'one', 'b/c': 'two', l: { link: 'a' } })
    expect(await check(`${folder}-copy`)).toEqual({ valid: true, looked: true })
    const own = await openFolderCheck(file, { memory, includePatterns: ['a'] })
    expect(await own.run()).toMatchObject({ valid: true, total_files: 1 })
    expect(await check()).toEqual({ valid: true, looked: false })
  })
})

describe('what is remembered', () => {
  beforeEach(async () => writeManifest(await createManifest(folder), file))

  it('is nothing of files that were written just before', async () => {
    vi.useRealTimers()
    writeFileSync(join(folder, 'a'), 'one')
    await check()
    expect(await check()).toEqual({ valid: true, looked: true })
  })

  it('is nothing of a folder that was cut short or is not as recorded', async () => {
    writeManifest(await createManifest(folder, { maxFiles: 1 }), file)
    expect([await check(), await check()]).toEqual(Array.from({ length: 2 }, () => ({ valid: true, looked: true })))
    writeFileSync(join(folder, 'a'), 'two')
    await check()
    expect((await check()).valid).toBe(false)
  })

  it('may be damaged, lost, or in a place that can not be written', async () => {
    await check()
    for (const name of readdirSync(memory)) writeFileSync(join(memory, name), '{"folder":"/","state":7}')
    expect(await check()).toEqual({ valid: true, looked: true })
    rmSync(memory, { recursive: true })
    expect(await check()).toEqual({ valid: true, looked: true })
    rmSync(memory, { recursive: true })
    writeFileSync(memory, 'in the way')
    expect([await check(), await check()]).toEqual(Array.from({ length: 2 }, () => ({ valid: true, looked: true })))
  })

  it('does not keep what can not be a manifest from being refused', async () => {
    mkdirSync(join(folder, '../other'))
    await expect(openFolderCheck(join(folder, '../other'), { memory })).rejects.toThrow('is no file')
    await expect(openFolderCheck(`${file}-none`, { memory })).rejects.toThrow('There is no manifest')
  })
})
