import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forget, openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
let place: Place

beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

const use = "import { writeFileSync } from 'node:fs'\nimport isOdd from 'is-odd'\nwriteFileSync('out.txt', String(isOdd(3)))\n"
const manifest = '{ "name": "project", "version": "1.0.0", "type": "module", "dependencies": { "is-odd": "^3.0.0" } }'
const quiet = ['--no-audit', '--no-fund', '--silent']

async function makeProject(install: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const work = await place.makeWork({ 'package.json': manifest, '.gitignore': 'node_modules\nout.txt\n', 'use.js': use, ...files })
  const [program = '', ...words] = install
  await exec(program, words, { cwd: work, env: { ...process.env, npm_config_update_notifier: 'false' } })
  const identity = ['-c', 'user.name=n', '-c', 'user.email=e@x']
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '-m', 'first'],
  ])
    await exec('git', args, { cwd: work })
  return work
}

describe('packages of Node.js are as they were', () => {
  it.each([
    ['from package-lock.json', ['npm', 'install', ...quiet], 'npm ci installed what package-lock.json names', 'E4'],
    [
      'from pnpm-lock.yaml',
      ['npm', 'exec', '--yes', '--package=pnpm@9', '--', 'pnpm', 'install', '--silent'],
      'pnpm install installed what pnpm-lock.yaml names',
      'E4',
    ],
    [
      'from yarn.lock',
      ['npm', 'exec', '--yes', '--package=yarn@1', '--', 'yarn', 'install', '--silent'],
      'yarn install installed what yarn.lock names',
      'E4',
    ],
    [
      'without a lock file, from what npm had installed',
      ['npm', 'install', '--no-package-lock', ...quiet],
      'npm ci installed what was installed',
      'E4',
    ],
  ] as const)('%s', async (_what, install, note, level) => {
    const work = await makeProject(install)
    const id = await place.run(work, ['node', 'use.js'])
    await forget(work)
    const found = await place.reproduce(id)
    expect(found.notes).toContain(note)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', restoration: level })
  })

  it('but for files that were edited where they are installed, which are named', async () => {
    const work = await makeProject(['npm', 'install', ...quiet])
    await writeFile(join(work, 'node_modules', 'is-odd', 'index.js'), "module.exports = () => 'edited'\n")
    const id = await place.run(work, ['node', 'use.js'])
    await forget(work)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'systematic', restoration: 'E2' })
    expect(found.causes[0]).toMatchObject({ kind: 'package', subject: 'is-odd' })
    expect(found.causes[0]?.evidence).toContain('index.js')
  })

  it('with a lock file below the root of the code', async () => {
    const around = await makeProject(['npm', 'install', '--prefix', 'app', ...quiet], { 'app/package.json': manifest, 'app/use.js': use })
    const id = await place.run(join(around, 'app'), ['node', 'use.js'])
    await forget(around)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', restoration: 'E4' })
  })
})

it('another version of Node.js than is here is fetched from the registry', async () => {
  const work = await place.makeWork({ 'v.mjs': "import { writeFileSync } from 'node:fs'\nwriteFileSync('out.txt', process.version)\n" })
  const other = join(place.folder, 'other-node')
  const name = `node-${process.platform}-${process.arch}`
  await exec('npm', ['install', '--prefix', other, '--ignore-scripts', ...quiet, `${name}@20.11.1`])
  const id = await place.run(work, [join(other, 'node_modules', name, 'bin', 'node'), 'v.mjs'])
  await forget(other)
  const found = await place.reproduce(id)
  expect(found.notes).toContain("Node.js 20.11.1 was fetched from npm's registry")
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', restoration: 'E3' })
})

it('what can not be had is named', async () => {
  const work = await makeProject(['npm', 'install', ...quiet])
  const id = await place.run(work, ['node', 'use.js'])
  await forget(work)
  const found = await place.reproduce(id, ['--offline'], { env: { npm_config_cache: join(place.folder, 'empty-cache') } })
  expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing package' })
  expect(found.notes.join()).toMatch(/npm ci failed: .*(?:ENOTCACHED|cache mode is)/)
})
