import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, test } from 'vitest'
import { openWorkspace, storeOut } from '../checkout/index.ts'
import { createWorkers } from '../threads/index.ts'
import { writeFiles } from '../testing/project-folder.ts'
import type { LinkJob, LinkResult } from './link-files.ts'

/** Tries; in one of some forty two threads met in a folder that both were making. */
const TRIES = 150

test('threads that make the same folders at once do not miss what is there', async () => {
  await using temporary = await createTemporaryFolder('links')
  const root = temporary.path
  mkdirSync(join(root, '.dvc'))
  writeFiles(root, { one: '1' })
  await using workspace = openWorkspace({ root, memoryFolder: join(root, 'memory') })
  const { oid } = await storeOut(workspace, join(root, 'one'))
  const workers = createWorkers({ threads: 2 })
  const problems: unknown[] = []
  for (let number = 0; number < TRIES; number++) {
    const toTask = (name: string): { job: LinkJob; bytes: number } => {
      const path = join(root, `out-${number}/a/b/c/d/e/f`, name)
      const place = { folder: workspace.cache.md5.folder, unfinished: workspace.unfinished }
      return { job: { kind: 'link', ...place, files: [{ oid, path, replaces: undefined }], types: ['copy'], mode: 0o644 }, bytes: 1e9 }
    }
    await workers.run(['x', 'y'].map(toTask), (result: LinkResult) => problems.push(...result.problems))
    for (const name of ['x', 'y']) expect(readFileSync(join(root, `out-${number}/a/b/c/d/e/f`, name), 'utf8')).toBe('1')
  }
  await workers.close()
  expect(problems).toEqual([])
})
