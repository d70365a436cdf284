import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { RunRecord } from '@reprise/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { linkNode } from './link-node.ts'
import type { EnvironmentPlan } from './prepare-environment.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-link-'))
  write('original/package.json', '{"workspaces":["packages/*"]}')
  write('original/packages/mine/index.js', 'original')
  write('restored/packages/mine/index.js', 'restored')
  write('original/node_modules/@scope/outer/index.js', 'outer')
  write('original/node_modules/@scope/outer/node_modules/inner/index.js', 'inner')
  symlinkSync('../packages/mine', join(folder, 'original', 'node_modules', 'mine'))
  write(
    'original/node_modules/.package-lock.json',
    JSON.stringify({
      packages: {
        'packages/mine': { version: '0.1.0' },
        'node_modules/mine': { resolved: 'packages/mine', link: true },
        'node_modules/@scope/outer': { version: '1.0.0' },
        'node_modules/@scope/outer/node_modules/inner': { version: '2.0.0' },
        'node_modules/../../outside': { version: '1.0.0' },
      },
    }),
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

it('takes packages from where they are, and workspaces from the restored code', async () => {
  const packages = [
    { ecosystem: 'node', name: '@scope/outer', version: '1.0.0' },
    { ecosystem: 'node', name: 'inner', version: '2.0.0' },
    { ecosystem: 'python', name: 'numpy', version: '9' },
  ]
  expect(await linkNode(planOf(packages))).toMatchObject({ notes: [expect.stringContaining('were taken from')] })
  expect(read('node_modules/mine/index.js')).toBe('restored')
  expect(read('node_modules/@scope/outer/index.js')).toBe('outer')
  expect(read('node_modules/@scope/outer/node_modules/inner/index.js')).toBe('inner')
  expect(() => read('../outside')).toThrow('ENOENT')
})

it('takes nothing where another version is there, or nothing was recorded, or nothing is left', async () => {
  expect(await linkNode(planOf([{ ecosystem: 'node', name: '@scope/outer', version: '1.0.1' }]))).toBeUndefined()
  expect(await linkNode(planOf([]))).toBeUndefined()
  write('original/node_modules/.package-lock.json', 'no JSON')
  expect(await linkNode(planOf([{ ecosystem: 'node', name: '@scope/outer', version: '1.0.0' }]))).toBeUndefined()
  expect(() => read('node_modules/mine/index.js')).toThrow('ENOENT')
})

function planOf(packages: readonly { ecosystem: string; name: string; version: string }[]): EnvironmentPlan {
  const record = { code: { root: join(folder, 'original') }, environment: { packages } } as unknown as RunRecord
  const place = { folder, root: join(folder, 'restored'), scratch: folder }
  return { record, artifactUri: '', argv: ['node'], variables: {}, ...place }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

function read(path: string): string {
  return readFileSync(join(folder, 'restored', path), 'utf8')
}
