import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findStores } from './find-stores.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-stores-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), '')
  }
}

it('finds databases by their locks, and folders of artifacts by their layout', () => {
  const run = '0123456789abcdef0123456789abcdef'
  write('runs.db', 'runs.db-wal', 'runs.db-lock', 'mlflow.db', `kept/1/${run}/artifacts/a.txt`)
  write('data.db', 'train.py', 'package-lock.json', `data/1/${run}.csv`, `results/${run}/artifacts/a.txt`)
  const found = findStores({ root: folder, folder }, []).map((path) => path.slice(folder.length + 1))
  expect(found.toSorted()).toEqual(['kept', 'mlflow.db', 'runs.db', 'runs.db-lock', 'runs.db-wal'])
})

it('finds nothing where there is nothing to read', () =>
  expect(findStores({ root: join(folder, 'missing'), folder: join(folder, 'missing') }, [])).toEqual([]))
