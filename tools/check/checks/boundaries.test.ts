import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '../repository.ts'
import { findImportProblems, readsEnvironment } from './boundaries.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-boundaries-'))
  write('tsconfig.base.json', '{ "files": ["packages/none.ts"] }')
  write('packages/none.ts', '')
  write('package.json', '{ "type": "module" }')
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

test('lets a room import what the table allows', async () => {
  write('packages/storage/src/index.ts', `import { a } from './a.ts'\nexport const b = a\n`)
  write('packages/storage/src/a.ts', 'export const a = 1\n')
  expect(await findImportProblems(folder, ['packages/storage'])).toEqual({ problems: [], modules: 2 })
})

test('refuses an import across rooms that the table does not allow, and says why', async () => {
  write('packages/storage/src/index.ts', `export { x } from '../../server/src/index.ts'\n`)
  write('packages/server/src/index.ts', 'export const x = 1\n')
  const { problems } = await findImportProblems(folder, ['packages/storage'])
  expect(problems.join('\n')).toContain('packages/storage/src/index.ts → packages/server/src/index.ts')
  expect(problems.join('\n')).toContain('the store can be understood and replaced alone')
})

test('refuses an import that goes around the name of a package', async () => {
  write('packages/storage/src/index.ts', `export { x } from '../../protocol/src/errors.ts'\n`)
  write('packages/protocol/src/errors.ts', 'export const x = 1\n')
  const { problems } = await findImportProblems(folder, ['packages/storage'])
  expect(problems).toEqual([expect.stringContaining('rooms-are-entered-by-name')])
})

test('refuses node modules in the protocol', async () => {
  write('packages/protocol/src/index.ts', `export { readFileSync } from 'node:fs'\n`)
  const { problems } = await findImportProblems(folder, ['packages/protocol'])
  expect(problems).toEqual([expect.stringContaining('the-protocol-runs-anywhere')])
})

test('lets only the list import a variant', async () => {
  write('packages/objects/src/backends/index.ts', `export { local } from './local.ts'\nexport { s3 } from './s3/index.ts'\n`)
  write('packages/objects/src/backends/local.ts', 'export const local = 1\n')
  write('packages/objects/src/backends/s3/index.ts', `export { s3 } from './sign.ts'\n`)
  write('packages/objects/src/backends/s3/sign.ts', `import { local } from '../local.ts'\nexport const s3 = local\n`)
  write('packages/objects/src/index.ts', `export { local } from './backends/local.ts'\n`)
  const { problems } = await findImportProblems(folder, ['packages/objects'])
  expect(problems).toEqual([
    expect.stringMatching(/s3\/sign\.ts → .*local\.ts\n {2}variants-do-not-know-each-other/),
    expect.stringMatching(/objects\/src\/backends: .*backends\/index\.ts.*\n {2}only-the-list-imports-variants/),
  ])
})

test('lets a room of the interface import those below it, and a page what the address of another says', async () => {
  write('apps/web/src/runs/runs-page.tsx', `export { a } from '../panels/a.ts'\nexport { b } from '../compare/view.ts'\n`)
  write('apps/web/src/panels/a.ts', 'export const a = 1\n')
  write('apps/web/src/compare/view.ts', 'export const b = 1\n')
  expect(await findImportProblems(folder, ['apps/web'])).toEqual({ problems: [], modules: 3 })
})

test('refuses an import of the interface that leads up, and says why', async () => {
  write('apps/web/src/charts/draw.ts', `import type { A } from '../panels/a.ts'\nexport type B = A\n`)
  write('apps/web/src/panels/a.ts', 'export type A = 1\n')
  const { problems } = await findImportProblems(folder, ['apps/web'])
  expect(problems).toEqual([
    expect.stringMatching(
      /charts\/draw\.ts → .*panels\/a\.ts\n {2}charts imports only rooms below it: rooms of the interface import one way/,
    ),
  ])
})

test('refuses a page of the interface that imports another page, in either direction', async () => {
  write('apps/web/src/home/home-page.tsx', `export { a } from '../runs/a.ts'\n`)
  write('apps/web/src/runs/a.ts', 'export const a = 1\n')
  write('apps/web/src/runs/b.ts', `export { c } from '../home/c.ts'\n`)
  write('apps/web/src/home/c.ts', 'export const c = 1\n')
  const { problems } = await findImportProblems(folder, ['apps/web'])
  expect(problems.toSorted()).toEqual([
    expect.stringContaining('home/home-page.tsx → apps/web/src/runs/a.ts'),
    expect.stringContaining('runs/b.ts → apps/web/src/home/c.ts'),
  ])
})

test('lets the loader of the interface load from above only when it is asked', async () => {
  write('apps/web/src/files/a.ts', 'export const a = 1\nexport type A = 1\n')
  write(
    'apps/web/src/workers/tasks.ts',
    `import type { A } from '../files/a.ts'\nexport const load = async (): Promise<A> => (await import('../files/a.ts')).a as A\n`,
  )
  expect((await findImportProblems(folder, ['apps/web'])).problems).toEqual([])
  write('apps/web/src/workers/tasks.ts', `export { a } from '../files/a.ts'\n`)
  expect((await findImportProblems(folder, ['apps/web'])).problems).toEqual([
    expect.stringContaining('workers/tasks.ts → apps/web/src/files/a.ts'),
  ])
})

test('does not call a folder checked from which nothing could be read', async () => {
  write('packages/storage/src/notes.md', '')
  const { problems } = await findImportProblems(folder, ['packages/storage'])
  expect(problems).toEqual(['packages/storage: dependency-cruiser saw none of its modules'])
})

test('sees a file that reads the environment, and not a comment about it', () => {
  expect(readsEnvironment(`const uri = process.env['URI']`)).toBe(true)
  expect(readsEnvironment(`import { argv, env } from 'node:process'`)).toBe(true)
  expect(readsEnvironment('// process.env is read elsewhere\n/** Not `process.env`. */')).toBe(false)
})
