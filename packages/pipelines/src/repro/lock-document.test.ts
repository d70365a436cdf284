import { mkdtempSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LockedStage } from '../files/index.ts'
import { LockDocument } from './lock-document.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lock-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const stage = (cmd: string): LockedStage => ({ cmd, deps: [], params: new Map(), outs: [] })
const open = (order: string[]) => new LockDocument(join(folder, 'dvc.lock'), { name: 'dvc.lock', order })
const read = () => readFileSync(join(folder, 'dvc.lock'), 'utf8')

it('writes stages that are kept all at once, as if each had been written', () => {
  const [one, each] = [open(['a', 'b']), join(folder, 'each.lock')]
  one.put('b', stage('two'), { isKept: true })
  one.put('a', stage('one'), { isKept: true })
  expect(existsSync(join(folder, 'dvc.lock'))).toBe(false)
  one.flush()
  const other = new LockDocument(each, { name: 'each.lock', order: ['a', 'b'] })
  other.put('b', stage('two'))
  other.put('a', stage('one'))
  expect(read()).toBe(readFileSync(each, 'utf8'))
  expect(read()).toBe("schema: '2.0'\nstages:\n  a:\n    cmd: one\n  b:\n    cmd: two\n")
})

it('keeps what another process writes while stages are kept', () => {
  const ours = open(['a', 'b', 'c'])
  ours.put('a', stage('ours'), { isKept: true })
  writeFileSync(join(folder, 'dvc.lock'), "schema: '2.0'\nstages:\n  c:\n    cmd: theirs\n")
  ours.put('b', stage('ours'), { isKept: true })
  ours.flush()
  for (const line of ['a:\n    cmd: ours', 'b:\n    cmd: ours', 'c:\n    cmd: theirs']) expect(read()).toContain(line)
})
