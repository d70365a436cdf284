import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findProgram } from './find-program.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-find-'))
  for (const name of ['first', 'second']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'first', 'tool'), '')
  writeFileSync(join(folder, 'second', 'tool'), '')
  chmodSync(join(folder, 'second', 'tool'), 0o755)
})
afterAll(() => rmSync(folder, { recursive: true }))

const find = (name: string, path = 'first:second') => findProgram(name, { path, folder })

it('takes the first on PATH that may be executed, with entries relative to the working folder', () => {
  expect(find('tool')).toEqual({ path: join(folder, 'second', 'tool') })
  expect(find('./second/tool')).toEqual({ path: join(folder, 'second', 'tool') })
})

it.each([
  ['none', 127, 'There is no command none on PATH.'],
  ['./none', 127, 'There is no file ./none.'],
  ['./first', 126, './first is a folder.'],
  ['./first/tool', 126, './first/tool may not be executed.'],
])('refuses %s with %d', (name, exitCode, reason) => expect(find(name)).toEqual({ exitCode, reason }))

it('says what there is when it may not be executed', () => {
  expect(find('tool', 'first')).toMatchObject({ exitCode: 126 })
  expect(findProgram('tool', { path: undefined, folder })).toMatchObject({ exitCode: 127 })
})
