import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { openStatCache, type StatCache } from '@reprise/objects'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createManifest } from './create-manifest.ts'
import { countManifest } from './data-manifest.ts'
import { decodePath } from './paths/path-text.ts'
import { fillFolder } from './testing/data-folder.ts'

let temporary: TemporaryFolder
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('manifest')))
afterAll(() => temporary.remove())
const newFolder = (): string => join(temporary.path, `folder-${number++}`)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('createManifest', () => {
  it('records files with sizes, digests, times and permissions, and links as they are', async () => {
    const folder = fillFolder(newFolder(), {
      'b/c.csv': 'abc',
      a: { program: '#!' },
      'b/to-c': { link: 'c.csv' },
      away: { link: '/nowhere' },
    })
    const manifest = await createManifest(folder, { metadata: { stage: 'raw' } })
    const file = { type: 'file', modifiedAt: 1_700_000_000_000 }
    expect(manifest.entries).toEqual([
      { ...file, path: 'a', size: 2, isExecutable: true, mode: 0o755, hashes: expect.objectContaining({ sha256: sha256('#!') }) },
      { type: 'link', path: 'away', target: '/nowhere' },
      {
        ...file,
        path: 'b/c.csv',
        size: 3,
        isExecutable: false,
        mode: 0o644,
        hashes: { md5: '900150983cd24fb0d6963f7d28e17f72', sha256: sha256('abc') },
      },
      { type: 'link', path: 'b/to-c', target: 'c.csv' },
    ])
    expect(manifest).toMatchObject({ dataPath: folder, hashAlgorithms: ['md5', 'sha256'], metadata: { stage: 'raw' }, problems: [] })
    expect(countManifest(manifest)).toEqual({ files: 2, links: 2, bytes: 5 })
  })

  it('gives the same content the same root id, wherever, whenever and however often it is read', async () => {
    const content = { 'x/y': '1', 'x-y': '2', x2: { program: '3' }, l: { link: 'x/y' }, 'not-\xff-utf8': '4', 'line\nbreak': '5' } as const
    const first = fillFolder(newFolder(), content)
    const second = fillFolder(newFolder(), Object.fromEntries(Object.entries(content).toReversed()))
    utimesSync(join(second, 'x2'), 1, 1)
    chmodSync(join(second, 'x-y'), 0o600)
    mkdirSync(join(second, 'empty'))
    const roots = [
      await createManifest(first),
      await createManifest(first),
      await createManifest(second, { hashAlgorithms: ['sha256'] }),
    ].map(({ root }) => root)
    expect(roots[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(roots).size).toBe(1)
    chmodSync(join(second, 'x-y'), 0o700)
    expect((await createManifest(second)).root).not.toBe(roots[0])
  })

  it('sorts by the bytes of whole paths, whatever the folders', async () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', '-', '.x', '/', '\xff', '\xc3\xbc', '\\'), { minLength: 1, maxLength: 6 })
      .map((parts) => `f${parts.join('')}`)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { maxLength: 8 }), async (names) => {
        const folder = newFolder()
        mkdirSync(folder)
        for (const one of names) {
          try {
            fillFolder(folder, { [one]: one })
          } catch {
            // One name is a folder of another.
          }
        }
        const { entries } = await createManifest(folder, { hashAlgorithms: ['sha256'] })
        const found = execFileSync('find', ['.', '-type', 'f', '-printf', '%P\\0'], { cwd: folder, encoding: 'latin1' })
          .split('\0')
          .slice(0, -1)
        expect(entries.map(({ path }) => decodePath(path).toString('latin1'))).toEqual(found.toSorted())
      }),
      { numRuns: 40 },
    )
  })

  it('takes what patterns mean, up to a number of files in the order of their paths', async () => {
    const folder = fillFolder(newFolder(), { 'b.csv': '', 'a/z.csv': '', 'a/y.tmp': '', 'c.csv': '', 'cache/d.csv': '' })
    const paths = async (options: Parameters<typeof createManifest>[1]): Promise<string[]> =>
      (await createManifest(folder, options)).entries.map(({ path }) => path)
    expect(await paths({ includePatterns: ['*.csv'], excludePatterns: ['cache/'] })).toEqual(['a/z.csv', 'b.csv', 'c.csv'])
    expect(await paths({ maxFiles: 2 })).toEqual(['a/y.tmp', 'a/z.csv'])
    expect(await paths({ skip: [join(folder, 'b.csv'), '/elsewhere/c.csv'], includePatterns: ['*.csv'] })).toEqual([
      'a/z.csv',
      'c.csv',
      'cache/d.csv',
    ])
  })

  it('reports FIFOs and sockets, and waits for neither', async () => {
    const folder = fillFolder(newFolder(), { file: '1' })
    execFileSync('mkfifo', [join(folder, 'fifo')])
    const server = createServer().listen(join(folder, 'socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    const manifest = await createManifest(folder)
    server.close()
    expect(manifest.problems).toEqual([
      { type: 'special', path: 'fifo', reason: 'a FIFO' },
      { type: 'special', path: 'socket', reason: 'a socket' },
    ])
    expect(manifest.root).toBe((await createManifest(fillFolder(newFolder(), { file: '1' }))).root)
  })

  it('has no root id when a file could not be read', async () => {
    // Its memory can be read by nobody at address 0, and its folder says so itself.
    const manifest = await createManifest('/proc/self', { includePatterns: ['/mem'], hashAlgorithms: ['sha256'] })
    expect(manifest).toMatchObject({ root: undefined, entries: [], problems: [{ type: 'unreadable', path: 'mem', reason: 'EIO' }] })
  })

  it('reports a file that is gone when its turn comes', async () => {
    const folder = fillFolder(newFolder(), { here: '1', gone: '2' })
    const manifest = await createManifest(folder, {
      onProgress: ({ stage }) => stage === 'listing' && rmSync(join(folder, 'gone'), { force: true }),
    })
    expect(manifest).toMatchObject({ root: undefined, entries: [{ path: 'here' }], problems: [{ type: 'changed', path: 'gone' }] })
  })

  it('ends when it is told to', async () => {
    const folder = fillFolder(newFolder(), { file: '1' })
    await expect(createManifest(folder, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  it('reads nothing twice that a cache knows, and everything that changed', async () => {
    const folder = fillFolder(newFolder(), { a: '1', b: '2' })
    const path = join(temporary.path, `cache-${number++}`)
    const readAll = async (): Promise<{ readonly root: string | undefined; readonly hits: number }> => {
      const opened = openStatCache(path)
      let hits = 0
      const cache: StatCache = {
        find(file, algorithms) {
          const hashes = opened.find(file, algorithms)
          if (hashes !== undefined) hits += 1
          return hashes
        },
        // The files are as new as the test: they count as old enough when reading seems to begin later.
        add: (file, hashes, readNs) => opened.add(file, hashes, readNs + 10_000_000_000n),
        save: () => opened.save(),
      }
      const { root } = await createManifest(folder, { cache, hashAlgorithms: ['sha256'] })
      cache.save()
      return { root, hits }
    }
    const first = await readAll()
    expect(await readAll()).toEqual({ root: first.root, hits: 2 })
    writeFileSync(join(folder, 'b'), '3')
    utimesSync(join(folder, 'b'), 1_700_000_000, 1_700_000_000)
    expect(await readAll()).toEqual({ root: (await createManifest(folder)).root, hits: 1 })
  })

  it.each([
    ['/nowhere/at/all', {}, 'There is no folder /nowhere/at/all.'],
    ['/etc/passwd', {}, '/etc/passwd is a file.'],
    ['/etc', { metadata: { size: 1n } }, 'The metadata can not be written as JSON'],
    ['/etc', { hashAlgorithms: [] }, '[] is no hash algorithm'],
    ['/etc', { hashAlgorithms: ['crc32' as 'md5'] }, '"crc32" is no hash algorithm'],
  ])('of %s with %o says what is wrong', async (folder, options, message) => {
    await expect(createManifest(folder, options)).rejects.toThrow(message)
  })
})
