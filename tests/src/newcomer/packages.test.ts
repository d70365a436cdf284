import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listPrograms, repository, withoutRunner } from './bare-machine.ts'

let folder: string

/** Somebody else's project, far from the repository, with the packages installed as npm would send them. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reprise-packages-'))
  const tarballs = join(folder, 'tarballs')
  run(process.execPath, ['--conditions=@reprise/source', join(repository, 'tools/pack.ts'), tarballs])
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'somebody', private: true, type: 'module' }))
  const files = readdirSync(tarballs).map((file) => join(tarballs, file))
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', ...files], project)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(program: string, args: readonly string[], cwd = repository): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', env: withoutRunner(process.env), stdio: ['ignore', 'pipe', 'inherit'] })
}

const project = () => join(folder, 'project')

test('installs a command that explains itself', () => {
  const help = run(process.execPath, ['node_modules/.bin/reprise', '--help'], project())
  expect(help).toMatch(/Usage: reprise/)
  expect(help).toContain('server')
})

test('installs an SDK that every supported Node.js can import', () => {
  for (const node of listPrograms('node')) {
    const names = run(node, ['--input-type=module', '-e', `console.log(Object.keys(await import('@reprise/sdk')).join())`], project())
    expect(names.split(',')).toContain('startRun')
  }
})

test('installs types that a strict TypeScript project accepts', () => {
  writeFileSync(join(project(), 'use.ts'), `import { startRun } from '@reprise/sdk'\nexport const start: typeof startRun = startRun\n`)
  const options = [
    '--strict',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--types',
    'node',
    '--typeRoots',
    join(repository, 'node_modules/@types'),
  ]
  run(process.execPath, [join(repository, 'node_modules/@typescript/native/bin/tsc'), ...options, 'use.ts'], project())
})

test('sends neither sources nor tests', () => {
  const scope = join(project(), 'node_modules/@reprise')
  const files = readdirSync(scope, { recursive: true, encoding: 'utf8' })
  expect(files.length).toBeGreaterThan(20)
  expect(files.filter((file) => /\.test\.|(?:^|\/)src(?:\/|$)|\.tsbuildinfo$/.test(file) && !file.includes('node_modules'))).toEqual([])
})
