import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findChanges } from './find-changes.ts'
import { scanFolder } from './scan-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-scan-'))
  for (const name of ['src', '.git', 'env', 'store']) mkdirSync(join(folder, name))
  for (const name of ['a', 'src/b', '.git/HEAD', 'env/pyvenv.cfg', 'store/x']) writeFileSync(join(folder, name), 'old')
  symlinkSync('nowhere', join(folder, 'link'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const scan = (entries = 1_000) => scanFolder(folder, { entries, time: 10_000, ignored: [join(folder, 'store')] })

it('lists files and links, but no repository, environment or folder that is to be left out', async () => {
  const { files, isWhole } = await scan()
  expect([...files.keys()].toSorted()).toEqual(['a', 'link', 'src/b'])
  expect(isWhole).toBe(true)
})

it('leaves out folders that are too wide to be listed while somebody waits, and says so', async () => {
  const { size } = statSync(join(folder, 'src'))
  const { files, isWhole } = await scanFolder(folder, { entries: 1_000, time: 10_000, ignored: [], widest: size - 1 })
  expect([files.size, isWhole]).toEqual([0, false])
})

it('finds what is new or other, also when its time was set back', async () => {
  const before = await scan()
  writeFileSync(join(folder, 'a'), 'longer')
  utimesSync(join(folder, 'a'), 1, 1)
  writeFileSync(join(folder, 'src', 'new'), '')
  expect(findChanges(before, await scan(), Date.now())).toEqual(['a', 'src/new'])
})

it('tells by the time of the last change where the first look was broken off', async () => {
  const before = { ...(await scan(0)), files: new Map() }
  expect(before.isWhole).toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const startedAt = Date.now()
  writeFileSync(join(folder, 'src', 'new'), '')
  expect(findChanges(before, await scan(), startedAt)).toEqual(['src/new'])
})
