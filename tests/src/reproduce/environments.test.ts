import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWheel } from './make-wheel.ts'
import { forget, openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
let place: Place
let wheels: string

/** A folder of wheels stands for the registry: one package in two versions. */
beforeAll(async () => {
  place = await openPlace()
  wheels = join(place.folder, 'wheels')
  for (const value of ['1', '2']) await makeWheel(wheels, { name: 'planted', version: `${value}.0`, value })
})
afterAll(async () => place[Symbol.asyncDispose]())

const offline = (): Record<string, string> => ({ PIP_FIND_LINKS: wheels, PIP_NO_INDEX: '1' })

it('packages of an environment that is gone are installed anew, in the versions of the original', async () => {
  const work = await place.makeWork({ 'm.py': "import planted\nopen('out.txt', 'w').write(str(planted.VALUE))\n" })
  await exec('python3', ['-m', 'venv', join(work, '.venv')])
  const python = join(work, '.venv', 'bin', 'python')
  await exec(python, ['-m', 'pip', 'install', '--quiet', 'planted==1.0'], { env: { ...process.env, ...offline() } })
  const id = await place.run(work, ['.venv/bin/python', 'm.py'])
  await forget(work)
  const found = await place.reproduce(id, [], { env: offline() })
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  expect(['E2', 'E3']).toContain(found.restoration)
  expect(found.notes).toContainEqual(expect.stringContaining('a virtual environment was made'))

  const lost = await place.reproduce(id, ['--offline'], {
    env: { PIP_FIND_LINKS: place.folder, PIP_NO_INDEX: '1', UV_OFFLINE: '1', UV_NO_CACHE: '1' },
  })
  expect(lost).toMatchObject({ code: 4, verdict: 'CANNOT' })
  expect(lost.kind).toMatch(/^missing (?:program|package)$/)
})

it('an environment that is where it was is used in its place, and measured', async () => {
  const home = join(place.folder, 'home')
  await exec('python3', ['-m', 'venv', home])
  const install = (version: string) =>
    exec(join(home, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `planted==${version}`], { env: { ...process.env, ...offline() } })
  await install('1.0')
  const work = await place.makeWork({ 'm.py': "import planted\nopen('out.txt', 'w').write(str(planted.VALUE))\n" })
  const id = await place.run(work, ['python', 'm.py'], { env: { PATH: `${home}/bin:${process.env['PATH'] ?? ''}` } })
  expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', restoration: 'E3' })
  await install('2.0')
  expect(await place.reproduce(id, [], { env: offline() })).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  const other = await place.reproduce(id, ['--offline'], { env: { PIP_FIND_LINKS: place.folder, PIP_NO_INDEX: '1', UV_NO_CACHE: '1' } })
  expect(other).toMatchObject({ code: 3, verdict: 'DIVERGED', kind: 'systematic', restoration: 'E1' })
  expect(other.causes[0]).toMatchObject({ kind: 'package', subject: 'planted' })
})

it('packages of Node.js are installed from the lock file, and are equal', async () => {
  const work = await place.makeWork({
    'package.json': '{ "name": "project", "version": "1.0.0", "type": "module" }',
    '.gitignore': 'node_modules\nout.txt\n',
    'dep/package.json': '{ "name": "dep", "version": "1.2.3", "main": "index.js" }',
    'dep/index.js': "module.exports = 'from the package'\n",
    'use.js': "import { writeFileSync } from 'node:fs'\nimport text from 'dep'\nwriteFileSync('out.txt', text)\n",
  })
  const quiet = { cwd: work, env: { ...process.env, npm_config_update_notifier: 'false' } }
  await exec('npm', ['pack', './dep'], quiet)
  await exec('npm', ['install', '--offline', '--no-audit', '--no-fund', './dep-1.2.3.tgz'], quiet)
  const git = ['-c', 'user.name=n', '-c', 'user.email=e@x']
  await exec('git', ['init', '--quiet'], quiet)
  await exec('git', ['add', '--all'], quiet)
  await exec('git', [...git, 'commit', '--quiet', '--message', 'first'], quiet)
  const id = await place.run(work, ['node', 'use.js'])
  await forget(work)
  const found = await place.reproduce(id, ['--offline'])
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  expect(found.notes).toContain('npm ci installed what package-lock.json names')
  expect(['E3', 'E4']).toContain(found.restoration)
})
