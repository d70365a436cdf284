import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openKeptCache } from './kept-cache.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'reprise-cache-'))))
afterEach(() => rmSync(home, { recursive: true }))

it('remembers for each server what it has, the newest place first', () => {
  const place = { run: 'r1', path: 'inputs/a' }
  openKeptCache('http://one', home).add('d1', place)
  openKeptCache('http://one', home).add('d1', { ...place, run: 'r2' })
  expect(openKeptCache('http://one', home).find('d1')).toEqual({ run: 'r2', path: 'inputs/a' })
  expect(openKeptCache('http://two', home).find('d1')).toBeUndefined()
})

it('knows nothing where there is no place for it, and does not mind damage', () => {
  const file = join(home, 'file')
  writeFileSync(file, '')
  const cache = openKeptCache('http://one', file)
  cache.add('d1', { run: 'r1', path: 'a' })
  expect(openKeptCache('http://one', file).find('d1')).toBeUndefined()

  openKeptCache('http://one', home).add('d1', { run: 'r1', path: 'a' })
  const [name = ''] = readdirSync(home)
  writeFileSync(join(home, name), `half a li\n${readFileSync(join(home, name), 'utf8')}`)
  expect(openKeptCache('http://one', home).find('d1')).toEqual({ run: 'r1', path: 'a' })
})
