import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeTemporaryFolder, sweepTemporaryFolders } from './temporary-folders.ts'

let folder: string
const before = process.env['TMPDIR']
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-'))
  process.env['TMPDIR'] = folder
})
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  rmSync(folder, { recursive: true })
})

/** Gives a folder of this process to one that has ended. */
function disown(path: string): string {
  const { pid } = spawnSync('true')
  const left = path.replace(`-${process.pid}-`, `-${pid}-`)
  renameSync(path, left)
  return left
}

it('deletes what was left by recorders that were killed, once nobody can use it any more', async () => {
  const [own, code, run] = [makeTemporaryFolder('code'), disown(makeTemporaryFolder('code')), disown(makeTemporaryFolder('run'))]
  const elsewhere = join(folder, 'reprise-code-1-999999-abc')
  mkdirSync(elsewhere)
  await sweepTemporaryFolders()
  expect([own, code, run, elsewhere].map((path) => existsSync(path))).toEqual([true, false, true, true])
  await sweepTemporaryFolders(Date.now() + 25 * 60 * 60 * 1_000)
  expect([own, run, elsewhere].map((path) => existsSync(path))).toEqual([true, false, true])
})
