import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openContentCache } from './content-cache.ts'

let temporary: TemporaryFolder
const at = (name: string): string => join(temporary.path, name)
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

beforeEach(async () => {
  temporary = await createTemporaryFolder('content-cache')
})
afterEach(async () => temporary.remove())

function write(name: string, text: string): string {
  writeFileSync(at(name), text)
  return at(name)
}

it('gives back what was added, and only that', async () => {
  const cache = openContentCache(at('cache'))
  expect(await cache.take(digestOf('one'), at('none'))).toBe(false)
  expect(await cache.add(write('a', 'one'), digestOf('one'))).toBe(true)
  expect(await cache.add(write('b', 'two'), digestOf('other'))).toBe(false)
  expect(await cache.take(digestOf('one'), at('copy'))).toBe(true)
  expect(readFileSync(at('copy'), 'utf8')).toBe('one')
  expect(await cache.take(digestOf('other'), at('other'))).toBe(false)
  expect(readdirSync(at('cache/incoming'))).toEqual([])
})

it('does not give away what is no longer what it was', async () => {
  const cache = openContentCache(at('cache'))
  const sha256 = digestOf('one')
  await cache.add(write('a', 'one'), sha256)
  const object = at(`cache/sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`)
  chmodSync(object, 0o644)
  writeFileSync(object, 'two')
  expect(await cache.take(sha256, at('copy'))).toBe(false)
  expect(readdirSync(temporary.path)).not.toContain('copy')
  expect(await cache.add(at('a'), sha256)).toBe(true)
  expect(await cache.take(sha256, at('copy'))).toBe(true)
})

it('makes room by what was used longest ago, and takes nothing that is too large', async () => {
  const cache = openContentCache(at('cache'), { most: 10 })
  const [old, used, young] = ['1111', '2222', '3333']
  await cache.add(write('a', old), digestOf(old))
  await cache.add(write('b', used), digestOf(used))
  const place = (text: string): string => at(`cache/sha256/${digestOf(text).slice(0, 2)}/${digestOf(text).slice(2)}`)
  utimesSync(place(old), 1, 1)
  utimesSync(place(used), 2, 2)
  await cache.take(digestOf(old), at('copy'))
  await cache.add(write('c', young), digestOf(young))
  expect(await cache.take(digestOf(used), at('copy-2'))).toBe(false)
  expect(await cache.take(digestOf(old), at('copy-3'))).toBe(true)
  expect(await cache.add(write('d', 'x'.repeat(11)), digestOf('x'.repeat(11)))).toBe(false)
})

it('many may add and take the same file at once', async () => {
  const file = write('a', 'x'.repeat(1_000_000))
  const sha256 = digestOf('x'.repeat(1_000_000))
  const caches = Array.from({ length: 8 }, () => openContentCache(at('cache')))
  expect(await Promise.all(caches.map(async (cache) => cache.add(file, sha256)))).not.toContain(false)
  expect(await Promise.all(caches.map(async (cache, index) => cache.take(sha256, at(`copy-${index}`))))).not.toContain(false)
})

it('refuses what is no digest', async () => {
  await expect(openContentCache(at('cache')).take('../../etc/passwd', at('x'))).rejects.toThrow('no SHA-256')
})
