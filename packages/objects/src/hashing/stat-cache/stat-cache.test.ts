import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashAlgorithms } from '../algorithms.ts'
import type { FileState } from '../outcome.ts'
import { openStatCache } from './stat-cache.ts'

let folder: TemporaryFolder
let path: string
let number = 0
beforeAll(async () => void (folder = await createTemporaryFolder('stat-cache')))
beforeEach(() => void (path = join(folder.path, `cache-${number++}`, 'hashes')))
afterAll(() => folder.remove())

const SECOND = 1_000_000_000n
const READ = 1_800_000_000n * SECOND
const written = READ - 3n * SECOND
const file: FileState = { dev: 1n, ino: 2n, size: 3n, mtimeNs: written, ctimeNs: written, mode: 0o644n }
const hashes = { md5: 'ab'.repeat(16), sha1: 'ef'.repeat(20), sha256: 'cd'.repeat(32) }

describe('the stat cache', () => {
  it('knows a file that has not changed, in this process and the next', () => {
    const cache = openStatCache(path)
    cache.add(file, hashes, READ)
    expect(cache.save()).toBeUndefined()
    expect(openStatCache(path).find(file, ['md5', 'sha256'])).toEqual({ md5: hashes.md5, sha256: hashes.sha256 })
    expect(openStatCache(path).find(file, ['sha512'])).toBeUndefined()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it.each(['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const)('does not know it with another %s', (field) => {
    const cache = openStatCache(path)
    cache.add(file, hashes, READ)
    cache.save()
    expect(openStatCache(path).find({ ...file, [field]: file[field] + 1n }, ['sha256'])).toBeUndefined()
  })

  it.each([
    ['mtimeNs', 0n],
    ['mtimeNs', 1_999_999_999n],
    ['ctimeNs', -SECOND],
  ] as const)('does not trust a file whose %s was %i ns before it was read: it could be written again unseen', (field, before) => {
    const cache = openStatCache(path)
    const racy = { ...file, [field]: READ - before }
    cache.add(racy, hashes, READ)
    cache.save()
    expect(openStatCache(path).find(racy, ['sha256'])).toBeUndefined()
  })

  it.each([
    [90_000_001n, false],
    [110_000_001n, true],
    [110_000_000n, false],
  ])('trusts a file of %i ns before only when its times show that the file system counts finely: %s', (before, isTrusted) => {
    const cache = openStatCache(path)
    const recent = { ...file, mtimeNs: READ - before, ctimeNs: READ - before }
    cache.add(recent, hashes, READ)
    cache.save()
    expect(openStatCache(path).find(recent, ['sha256']) !== undefined).toBe(isTrusted)
  })

  it('adds an algorithm to those it knows, and forgets them when the file changes', () => {
    const cache = openStatCache(path)
    cache.add(file, { md5: hashes.md5 }, READ)
    cache.save()
    const second = openStatCache(path)
    second.add(file, { sha256: hashes.sha256 }, READ)
    second.save()
    expect(openStatCache(path).find(file, ['md5', 'sha256'])).toEqual({ md5: hashes.md5, sha256: hashes.sha256 })
    const third = openStatCache(path)
    third.add({ ...file, size: 4n }, { sha1: hashes.sha1 }, READ)
    third.save()
    expect(openStatCache(path).find({ ...file, size: 4n }, ['md5'])).toBeUndefined()
  })

  it('keeps one record of a file that was added several times, and the others beside it', () => {
    const cache = openStatCache(path)
    const add = (one: typeof file, digest: string): void => cache.add(one, { sha256: digest.repeat(64) }, READ)
    add(file, '1')
    add({ ...file, ino: 9n }, '2')
    add({ ...file, size: 4n }, '3')
    cache.save()
    const read = openStatCache(path)
    expect(read.find({ ...file, size: 4n }, ['sha256'])).toEqual({ sha256: '3'.repeat(64) })
    expect(read.find({ ...file, ino: 9n }, ['sha256'])).toEqual({ sha256: '2'.repeat(64) })
    expect(read.find(file, ['sha256'])).toBeUndefined()
    // A header of 24 bytes, and two records of 80.
    expect(statSync(path).size).toBe(24 + 2 * 80)
  })

  it('keeps what another process saved meanwhile', () => {
    const [one, other] = [openStatCache(path), openStatCache(path)]
    one.add(file, hashes, READ)
    other.add({ ...file, ino: 9n }, hashes, READ)
    one.save()
    other.save()
    for (const ino of [2n, 9n]) expect(openStatCache(path).find({ ...file, ino }, ['sha256'])).toEqual({ sha256: hashes.sha256 })
  })

  it('stays whole when several processes write to it at once', async () => {
    const write = (part: number): Promise<unknown> => {
      const program = `import { openStatCache } from ${JSON.stringify(new URL('./stat-cache.ts', import.meta.url))}
        for (let round = 0; round < 20; round++) {
          const cache = openStatCache(process.argv[1])
          for (let n = 0; n < 50; n++) {
            const file = { dev: 1n, ino: BigInt(${part} * 1000 + round * 50 + n), size: 1n, mtimeNs: 1n, ctimeNs: 1n, mode: 0n }
            cache.add(file, { md5: String(${part}).repeat(32) }, ${READ}n)
          }
          if (cache.save() !== undefined) process.exit(1)
        }`
      return promisify(execFile)(process.execPath, ['--conditions=@reprise/source', '--input-type=module', '-e', program, path])
    }
    await Promise.all([1, 2, 3].map(write))
    const cache = openStatCache(path)
    const found = [1, 2, 3].flatMap((part) =>
      Array.from(
        { length: 1_000 },
        (_, n) =>
          cache.find({ ...file, ino: BigInt(part * 1_000 + n), size: 1n, mtimeNs: 1n, ctimeNs: 1n }, ['md5'])?.md5 ??
          String(part).repeat(32),
      ),
    )
    expect(found).toEqual([1, 2, 3].flatMap((part) => Array.from({ length: 1_000 }, () => String(part).repeat(32))))
    // Whoever wrote last lost nothing of its own.
    expect(
      [1, 2, 3].some(
        (part) => cache.find({ ...file, ino: BigInt(part * 1_000 + 999), size: 1n, mtimeNs: 1n, ctimeNs: 1n }, ['md5']) !== undefined,
      ),
    ).toBe(true)
    expect(readdirSync(dirname(path))).toEqual(['hashes'])
  })

  it('forgets what nobody asked for in two months, and not what somebody did', () => {
    const DAY = 86_400_000
    openAt(0).save()
    const early = openAt(0)
    early.add(file, hashes, READ)
    early.add({ ...file, ino: 9n }, hashes, READ)
    early.save()
    const later = openAt(40)
    later.find(file, ['md5'])
    later.save()
    const last = openAt(80)
    last.add({ ...file, ino: 5n }, hashes, READ)
    last.save()
    expect([2n, 5n, 9n].map((ino) => openAt(80).find({ ...file, ino }, ['md5']) !== undefined)).toEqual([true, true, false])
    function openAt(day: number) {
      return openStatCache(path, () => (20_000 + day) * DAY)
    }
  })

  it('is empty, and never wrong, when its file is damaged', () => {
    const cache = openStatCache(path)
    for (let ino = 0n; ino < 20n; ino++) cache.add({ ...file, ino }, hashes, READ)
    cache.save()
    const whole = readFileSync(path)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, isCut) => {
        const damaged = Buffer.from(whole)
        damaged[at] = (damaged[at] ?? 0) ^ flip
        writeFileSync(path, isCut ? whole.subarray(0, at) : damaged)
        const found = openStatCache(path).find(file, ['sha256'])
        expect(found ?? { sha256: hashes.sha256 }).toEqual({ sha256: hashes.sha256 })
        if (at >= 24) expect(found).toBeUndefined()
      }),
    )
    openStatCache(path).add(file, hashes, READ)
  })

  it('says why it can not be saved', () => {
    writeFileSync(join(folder.path, 'in-the-way'), '')
    const cache = openStatCache(join(folder.path, 'in-the-way', 'hashes'))
    cache.add(file, hashes, READ)
    expect(cache.save()?.message).toContain('can not be written')
  })

  it('gives back whatever it was given', () => {
    const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const time = fc.bigInt({ min: -(2n ** 60n), max: READ - 2n * SECOND })
    const state = fc.record({ dev: word, ino: word, size: word, mtimeNs: time, ctimeNs: time, mode: fc.constant(0n) })
    fc.assert(
      fc.property(
        fc.uniqueArray(state, { selector: ({ dev, ino }) => `${dev}:${ino}`, maxLength: 50 }),
        fc.subarray([...hashAlgorithms], { minLength: 1 }),
        (states, algorithms) => {
          const all = { ...hashes, sha512: '12'.repeat(64) }
          const given = Object.fromEntries(algorithms.map((name) => [name, all[name]]))
          const own = join(folder.path, `property-${number++}`)
          const cache = openStatCache(own)
          for (const one of states) cache.add(one, given, READ)
          cache.save()
          const read = openStatCache(own)
          for (const one of states) expect(read.find(one, algorithms)).toEqual(given)
        },
      ),
      { numRuns: 30 },
    )
  })
})
