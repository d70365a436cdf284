import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findOutputs } from './find-outputs.ts'

let folder: string
// Not in the folder for temporary files, where nothing outside of the work is taken for a result.
beforeAll(() => {
  mkdirSync(cacheFolder, { recursive: true })
  folder = mkdtempSync(join(cacheFolder, 'find-outputs-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('takes what was written outside of the work, but not what a server keeps there', () => {
  const [root, store] = [join(folder, 'work'), join(folder, 'runs')]
  const [result, artifact] = [join(folder, 'out/result.txt'), join(store, 'artifacts/0/model.bin')]
  for (const path of [root, join(folder, 'out'), join(store, 'artifacts/0')]) mkdirSync(path, { recursive: true })
  for (const path of [result, artifact]) writeFileSync(path, 'x')
  const nothing = { files: new Map(), isWhole: true }
  const found = findOutputs({
    uses: [result, artifact].map((path) => ({
      path,
      isRead: false,
      isWritten: true,
      isSeen: true,
      isListed: false,
      isModule: false,
      source: 'HOOK' as const,
    })),
    before: nothing,
    after: nothing,
    startedAt: 0,
    root,
    prefixes: [],
    stores: [store],
    declared: [],
    ownOutput: new Set(),
  })
  expect(found.map(({ path }) => path)).toEqual([result])
})
