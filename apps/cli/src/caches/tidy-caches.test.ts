import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TIDIED, tidyCachesDaily } from './index.ts'
import { tidyCaches } from './tidy-caches.ts'

const DAY = 86_400_000
const now = Date.now()
const hex = (number: number, length: number): string => number.toString(16).padStart(length, '0')

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'reprise-tidy-'))))
afterEach(() => rmSync(home, { recursive: true }))

/** A file that was last written so many days ago. */
function put(path: string, days: number, bytes = 1): void {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), '')
  truncateSync(join(home, path), bytes)
  age(path, days)
}

function age(path: string, days: number): void {
  const time = (now - days * DAY) / 1_000
  utimesSync(join(home, path), time, time)
}

const names = (folder = ''): string[] => readdirSync(join(home, folder)).filter((name) => name !== TIDIED && name !== 'data')

it('forgets what was not written for long, and leaves alone what it does not know', () => {
  put(`kept-${hex(1, 16)}`, 91)
  put(`kept-${hex(2, 16)}`, 89)
  put('kept-mine', 1_000)
  put('stage-digests', 1_000)
  put('inputs/ab/cd', 1_000)
  tidyCaches(home, now)
  expect(names().toSorted()).toEqual(['inputs', `kept-${hex(2, 16)}`, 'kept-mine', 'stage-digests'])
})

it('keeps the newest within the bounds of number and bytes, and all that was written today', () => {
  for (let index = 0; index < 520; index++) put(`kept-${hex(index, 16)}`, 2 + index / 100)
  tidyCaches(home, now)
  expect(names()).toHaveLength(500)
  expect(names()).toContain(`kept-${hex(499, 16)}`)
  expect(names()).not.toContain(`kept-${hex(500, 16)}`)
  for (const [index, days] of [0.1, 0.2, 3].entries()) put(`kept-${hex(index, 16)}`, days, 40 * 1_024 ** 2)
  tidyCaches(home, now)
  expect(names()).toEqual([`kept-${hex(0, 16)}`, `kept-${hex(1, 16)}`])
})

it('keeps and removes together what is of one project', () => {
  put(`data/${hex(1, 32)}.md5`, 400)
  put(`data/${hex(1, 32)}.outs.json`, 10)
  put(`data/${hex(2, 32)}.md5`, 400)
  put(`data/${hex(2, 32)}.outs.json`, 366)
  tidyCaches(home, now)
  expect(names('data')).toEqual([`${hex(1, 32)}.md5`, `${hex(1, 32)}.outs.json`])
})

it('removes clones that nobody has fetched into, whole', () => {
  for (const [index, fetched] of [89, 91].entries()) {
    put(`clones/${hex(index, 32)}/objects/x`, 300)
    put(`clones/${hex(index, 32)}/FETCH_HEAD`, fetched)
    age(`clones/${hex(index, 32)}`, 300)
  }
  tidyCaches(home, now)
  expect(names('clones')).toEqual([hex(0, 32)])
})

it('looks once a day, and does not mind where there is no folder', async () => {
  put(`kept-${hex(1, 16)}`, 91)
  await tidyCachesDaily(join(home, 'nowhere'))
  await tidyCachesDaily(home)
  expect(names()).toEqual([])
  put(`kept-${hex(1, 16)}`, 91)
  await tidyCachesDaily(home)
  expect(names()).toHaveLength(1)
  age(TIDIED, 1.1)
  await tidyCachesDaily(home)
  expect(names()).toEqual([])
  expect(statSync(join(home, TIDIED)).mtimeMs).toBeGreaterThan(now - DAY)
})

it('processes that tidy at once, and one that writes meanwhile, disturb each other in nothing', async () => {
  for (let index = 0; index < 50; index++) put(`kept-${hex(index, 16)}`, 100)
  put(`kept-${hex(99, 16)}`, 0)
  await Promise.all([tidyCachesDaily(home), tidyCachesDaily(home), tidyCachesDaily(home)])
  expect(names()).toEqual([`kept-${hex(99, 16)}`])
})
