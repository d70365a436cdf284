import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@reprise/client'
import { encodeJson, parseRecord, RECORD_PATH, type RunRecord } from '@reprise/protocol'
import { findSmallDisk, mountSmallDisk, requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReprise, untilOutput } from '../e2e/reprise.ts'
import { makeWheel } from './make-wheel.ts'
import { forget, openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
let place: Place
const disk = requirePart('a small disk', findSmallDisk())

beforeAll(async () => {
  place = await openPlace()
})
afterAll(async () => place[Symbol.asyncDispose]())

const at = (...parts: readonly string[]): string => join(place.folder, ...parts)

async function start(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await exec(script, [], { env: { ...process.env, ...env }, cwd: tmpdir() })
  return stdout
}

describe('what is restored can be started', () => {
  it('by the line that is printed, and by a script with variables, secrets and standard input', async () => {
    const work = await place.makeWork({
      'sub/m.py': "import os, sys\nprint(os.environ['OMP_NUM_THREADS'], sys.argv[1:], sys.stdin.read(), open('../in file.txt').read())\n",
      'in file.txt': 'data',
    })
    await exec('git', ['init', '--quiet'], { cwd: work })
    const input = at('stdin.txt')
    await writeFile(input, 'typed')
    const id = await place.run(join(work, 'sub'), ['sh', '-c', `python3 m.py 'a b' --api-key "$0" <${input}`, 'hunter2-hunter2'], {
      env: { OMP_NUM_THREADS: '3' },
    })
    await forget(work)
    const target = at('started')
    const { code, stdout } = await place.reprise(['restore', id, target])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`${target}\n  cd ${target}/sub\n`) })
    expect(await start(join(target, '.reprise', 'run'))).toContain("3 ['a b', '--api-key', 'hunter2-hunter2'] typed data")
    const { stdout: status } = await exec('git', ['status', '--porcelain', '--ignored=no'], { cwd: target })
    expect(status).not.toContain('.reprise')
    expect(existsSync(`${target}.restoring`)).toBe(false)
  })

  it('and a secret that is missing is asked for', async () => {
    const work = await place.makeWork({ 'm.py': 'import sys\nprint(sys.argv)\n' })
    const id = await place.run(work, ['python3', 'm.py', '--password=correct-horse-7'])
    const target = at('secret')
    await place.reprise(['restore', id, target])
    const script = await readFile(join(target, '.reprise', 'run'), 'utf8')
    expect(script).not.toContain('correct-horse-7')
    const name = /"\$(\w+)"/.exec(script)?.[1] ?? ''
    await expect(start(join(target, '.reprise', 'run'))).rejects.toThrow(`${name}: is a secret`)
    expect(await start(join(target, '.reprise', 'run'), { [name]: 'again' })).toContain('--password=again')
  })

  it('with an input from outside that has changed', async () => {
    const outside = at('outside.txt')
    await writeFile(outside, 'as it was')
    const work = await place.makeWork({ 'm.py': 'import sys\nprint(open(sys.argv[1]).read())\n' })
    const id = await place.run(work, ['python3', 'm.py', outside])
    await writeFile(outside, 'changed')
    const target = at('with-outside')
    expect(await place.reprise(['restore', id, target])).toMatchObject({ code: 0 })
    expect(await start(join(target, '.reprise', 'run'))).toBe('as it was\n')
  })

  it('with a neighbour of the code, which is where it was or has changed', async () => {
    const around = await place.makeWork({ 'data/a.txt': 'beside', 'code/m.py': 'import sys\nprint(open(sys.argv[1]).read())\n' })
    const id = await place.run(join(around, 'code'), ['python3', 'm.py', '../data/a.txt'])
    expect(await place.reprise(['restore', id, at('neighbour-1')])).toMatchObject({ code: 0 })
    expect(await start(at('neighbour-1', '.reprise', 'run'))).toBe('beside\n')
    await forget(around)
    expect(await place.reprise(['restore', id, at('neighbour-2')])).toMatchObject({ code: 0 })
    expect(await start(at('neighbour-2', '.reprise', 'run'))).toBe('beside\n')
  })

  it('with its environment', async () => {
    const wheels = at('wheels')
    await makeWheel(wheels, { name: 'planted', version: '1.0', value: "'planted'" })
    const env = { PIP_FIND_LINKS: wheels, PIP_NO_INDEX: '1' }
    const home = at('home')
    await exec('python3', ['-m', 'venv', home])
    await exec(join(home, 'bin', 'pip'), ['install', '--quiet', 'planted'], { env: { ...process.env, ...env } })
    const work = await place.makeWork({ 'm.py': 'import planted\nprint(planted.VALUE)\n' })
    const id = await place.run(work, ['python', 'm.py'], { env: { PATH: `${home}/bin:${process.env['PATH'] ?? ''}` } })
    await forget(home)
    const target = at('with-environment')
    const { code, stdout, stderr } = await place.reprise(['restore', id, target, '--environment'], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/the environment is E[23]/) })
    expect(stdout).toContain('.reprise/run')
    expect(await start(join(target, '.reprise', 'run'))).toBe('planted\n')
  })
})

describe('a record from a stranger', () => {
  /** A run whose record was changed on its server. */
  async function forge(change: (record: RunRecord) => RunRecord): Promise<string> {
    const work = await place.makeWork({ 'm.py': "open('out.txt', 'w').write(open('in.txt').read())\n", 'in.txt': 'x' })
    await exec('git', ['init', '--quiet'], { cwd: work })
    await symlink(at('elsewhere'), join(work, 'link'))
    const id = await place.run(work, ['python3', 'm.py'])
    const client = createClient({ url: place.server.url })
    const { run } = await client.getRun({ run_id: id })
    const uri = run.info.artifact_uri ?? ''
    const chunks: Uint8Array[] = []
    for await (const chunk of await client.downloadArtifact(uri, RECORD_PATH)) chunks.push(chunk)
    await client.uploadArtifact(uri, RECORD_PATH, encodeJson(change(parseRecord(Buffer.concat(chunks)))))
    await forget(work)
    return id
  }
  const sha256 = createHash('sha256').update('evil').digest('hex')
  const evil = (path: string, more: Partial<RunRecord['inputs'][number]> = {}) => ({
    path,
    kind: 'FILE' as const,
    size: 4,
    sha256,
    kept: 'evil',
    ...more,
  })

  it.each([
    ['leads up', '../evil.txt'],
    ['leads up from outside', '/tmp/../../evil.txt'],
    ['lies in the repository', '.git/hooks/post-checkout'],
    ['lies in the repository by another name', 'a/GIT~1/config'],
    ['lies behind a link', 'link/evil.txt'],
  ])('with a path that %s writes nothing there', async (_how, path) => {
    await mkdir(at('elsewhere'), { recursive: true })
    const id = await forge((record) => ({ ...record, inputs: [...record.inputs, evil(path)] }))
    const target = at(`forged-${createHash('md5').update(path).digest('hex')}`)
    expect(await place.reprise(['restore', id, target])).toMatchObject({ code: 4 })
    expect(existsSync(target)).toBe(false)
    expect(await readdir(at('elsewhere'))).toEqual([])
    expect(await place.reproduce(id)).toMatchObject({ code: 4, verdict: 'CANNOT' })
  })

  it.each([
    ['a working folder above', (record: RunRecord): RunRecord => ({ ...record, command: { ...record.command, folder: '../..' } })],
    ['a root that is none', (record: RunRecord): RunRecord => ({ ...record, code: { ...record.code, root: '/a/../..' } })],
    ['an artifact above', (record: RunRecord): RunRecord => ({ ...record, inputs: [evil('in.bin', { kept: '../../evil' })] })],
    ['an artifact that is not there', (record: RunRecord): RunRecord => ({ ...record, inputs: [evil('in.bin')] })],
    [
      'a digest that is none',
      (record: RunRecord): RunRecord => ({ ...record, inputs: [evil('in.bin', { sha256: '../../x', kept: 'x' })] }),
    ],
    ['a tree that is none', (record: RunRecord): RunRecord => ({ ...record, code: { ...record.code, tree: '--help' } })],
  ])('with %s is CANNOT', async (_what, change) => {
    const id = await forge(change)
    const found = await place.reproduce(id)
    expect(found).toMatchObject({ code: 4, verdict: 'CANNOT' })
  })

  it('with a link in the place of an input does not write through it', async () => {
    const victim = at('victim.txt')
    await writeFile(victim, 'mine')
    const work = await place.makeWork({ 'm.py': "open('out.txt', 'w').write(open('data.txt').read())\n", 'in.txt': 'bytes' })
    await exec('git', ['init', '--quiet'], { cwd: work })
    await symlink(victim, join(work, 'data.txt'))
    const id = await place.run(work, ['python3', 'm.py', 'in.txt'])
    const client = createClient({ url: place.server.url })
    const { run } = await client.getRun({ run_id: id })
    const uri = run.info.artifact_uri ?? ''
    const chunks: Uint8Array[] = []
    for await (const chunk of await client.downloadArtifact(uri, RECORD_PATH)) chunks.push(chunk)
    const record = parseRecord(Buffer.concat(chunks))
    const other = record.inputs.find(({ path }) => path === 'in.txt')
    await client.uploadArtifact(
      uri,
      RECORD_PATH,
      encodeJson({ ...record, inputs: other === undefined ? [] : [{ ...other, path: 'data.txt' }] }),
    )
    expect(await place.reprise(['restore', id, at('linked')])).toMatchObject({ code: 0 })
    expect(await readFile(victim, 'utf8')).toBe('mine')
    expect(await readFile(at('linked', 'data.txt'), 'utf8')).toBe('bytes')
  })
})

describe('nothing is left behind', () => {
  let id: string
  beforeAll(async () => {
    const work = await place.makeWork({
      'm.py': "open('out.txt', 'w').write(open('big.bin').read()[:9])\n",
      'big.bin': 'x'.repeat(20_000_000),
    })
    id = await place.run(work, ['python3', 'm.py', 'big.bin'])
    await forget(work)
  })

  it.skipIf(disk.missing)(`on a full disk${disk.note}`, async () => {
    using small = await mountSmallDisk(at('small'), { megabytes: 8 })
    const target = join(small.path, 'target')
    const restored = await place.reprise(['restore', id, target], { within: small.within })
    expect(restored).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') })
    const reproduced = await place.reprise(['reproduce', id], { within: small.within, env: { TMPDIR: small.path } })
    expect(reproduced).toMatchObject({ code: 1, stderr: expect.stringContaining('the disk is full') })
    const words = [...small.within, 'ls', '-A', small.path]
    expect((await exec('sh', ['-c', '"$@"', 'sh', ...words])).stdout).toBe('')
  })

  it('where nobody may write', async () => {
    await mkdir(at('closed'))
    await writeFile(at('closed', 'file'), '')
    const { code, stderr } = await place.reprise(['restore', id, at('closed', 'file', 'target')])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('can not be') })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('on %s, in whichever phase', async (signal) => {
    const temporary = at(`temporary-${signal}`)
    await mkdir(temporary)
    const slow = await place.makeWork({ 'm.py': "import time\nopen('out.txt', 'w').write('x')\ntime.sleep(2)\n" })
    const waiting = await place.run(slow, ['python3', 'm.py'])
    const env = { REPRISE_TRACKING_URI: place.server.url, TMPDIR: temporary, REPRISE_CACHE: at('cache') }
    for (const phase of ['restoring code', 'restoring data', 'environment', 'running']) {
      const child = await startReprise(['reproduce', waiting], { env })
      await untilOutput(child, new RegExp(phase))
      child.kill(signal)
      await child.exited
      expect(await readdir(temporary)).toEqual([])
    }
    const child = await startReprise(['restore', id, at('interrupted')], { env })
    await untilOutput(child, /restoring data/)
    child.kill(signal)
    await child.exited
    expect(existsSync(at('interrupted', 'm.py'))).toBe(existsSync(at('interrupted', '.reprise', 'run')))
    await rm(at('interrupted'), { recursive: true, force: true })
  })

  it('by a process that was killed, once another starts', async () => {
    const temporary = at('temporary-killed')
    await mkdir(temporary)
    const slow = await place.makeWork({ 'm.py': "import time\nopen('out.txt', 'w').write('x')\ntime.sleep(5)\n" })
    const waiting = await place.run(slow, ['python3', 'm.py'])
    const env = { REPRISE_TRACKING_URI: place.server.url, TMPDIR: temporary, REPRISE_CACHE: at('cache') }
    const child = await startReprise(['reproduce', waiting], { env })
    await untilOutput(child, /running/)
    const left = (await readdir(temporary)).filter((name) => name.startsWith('reprise-restored-'))
    expect(left).toHaveLength(1)
    child.kill('SIGKILL')
    await child.exited
    const quick = await place.makeWork({ 'm.py': "open('out.txt', 'w').write('x')\n" })
    const other = await place.run(quick, ['python3', 'm.py'])
    expect(await place.reproduce(other, [], { env: { TMPDIR: temporary } })).toMatchObject({ code: 0 })
    expect((await readdir(temporary)).filter((name) => name.startsWith('reprise-restored-'))).toEqual([])
  })

  it('in a named folder, which may be named again after its process was killed', async () => {
    const target = at('killed')
    await mkdir(target)
    await writeFile(join(target, 'half.txt'), 'half')
    expect(await place.reprise(['restore', id, target])).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') })
    await writeFile(`${target}.restoring`, '999999999 1')
    expect(await place.reprise(['restore', id, target])).toMatchObject({ code: 0 })
    expect(existsSync(join(target, 'half.txt'))).toBe(false)
    expect(existsSync(`${target}.restoring`)).toBe(false)
  })
})

it('a work tree beside a shallow clone, with an edited submodule and a file that LFS has not fetched', async () => {
  const git = async (cwd: string, ...args: readonly string[]) =>
    exec('git', ['-c', 'user.name=n', '-c', 'user.email=e@x', '-c', 'protocol.file.allow=always', ...args], { cwd })
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 12345\n`
  const inner = await place.makeWork({ 'lib.py': 'VALUE = 7\n' })
  const outer = await place.makeWork({
    'm.py': "import sys\nsys.path.insert(0, 'sub')\nimport lib\nopen('out.txt', 'w').write(f'{lib.VALUE} {open(\"big.dat\").read()}')\n",
    '.gitignore': 'out.txt\n__pycache__\n',
    '.gitattributes': '*.dat filter=lfs diff=lfs merge=lfs -text\n',
    'big.dat': pointer,
  })
  for (const work of [inner, outer]) await git(work, 'init', '--quiet')
  await git(inner, 'add', '--all')
  await git(inner, 'commit', '--quiet', '-m', 'inner')
  await git(outer, 'submodule', '--quiet', 'add', inner, 'sub')
  await git(outer, 'add', '--all')
  await git(outer, 'commit', '--quiet', '-m', 'outer')
  await git(place.folder, 'clone', '--quiet', '--depth', '1', `file://${outer}`, 'shallow')
  await git(at('shallow'), 'worktree', 'add', '--quiet', at('beside'))
  await git(at('beside'), 'submodule', '--quiet', 'update', '--init')
  await writeFile(at('beside', 'sub', 'lib.py'), 'VALUE = 8\n')
  const id = await place.run(at('beside'), ['python3', 'm.py'])
  for (const work of [inner, outer, at('shallow'), at('beside')]) await forget(work)
  expect(await place.reproduce(id)).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
  expect(await place.reprise(['restore', id, at('from-beside')])).toMatchObject({ code: 0 })
  await start(at('from-beside', '.reprise', 'run'))
  expect(await readFile(at('from-beside', 'out.txt'), 'utf8')).toBe(`8 ${pointer}`)
})

it('without git on PATH, code is not restored, and it is said what is missing', async () => {
  const work = await place.makeWork({ 'm.py': "open('out.txt', 'w').write('x')\n" })
  await exec('git', ['init', '--quiet'], { cwd: work })
  const id = await place.run(work, ['python3', 'm.py'])
  const tools = at('no-git')
  await mkdir(tools)
  await writeFile(
    join(tools, 'python3'),
    `#!/bin/sh\nexec ${(await exec('python3', ['-c', 'import sys; print(sys.executable)'])).stdout.trim()} "$@"\n`,
  )
  await chmod(join(tools, 'python3'), 0o755)
  const { code, stderr } = await place.reprise(['restore', id, at('without-git')], { env: { PATH: tools } })
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('git was not found on PATH') })
  expect(existsSync(at('without-git'))).toBe(false)
})
