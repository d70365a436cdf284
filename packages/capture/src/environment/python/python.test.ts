import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRepository } from '../../code/testing/repository.ts'
import { captureEnvironment } from '../index.ts'
import { capture, env, fakeProgram, findPackage } from '../testing/capture.ts'

const found = await ensurePython(pythonSets['mlflow-3-skinny'])
const pythonPart = requirePart('Python', found)
const python = found.reason === undefined ? found.python : ''

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('environment')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((folder = join(temporary.path, `test-${number++}`))))

/** Installs a package as an installer would: files, then RECORD. */
function install(site: string, name: string, files: Record<string, string>, metadata: Record<string, string> = {}): void {
  const info = `${name}-1.0.dist-info`
  mkdirSync(join(site, info), { recursive: true })
  const all = { ...files, [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n\nName: other\n` }
  const lines = Object.entries(all).map(([path, text]) => {
    mkdirSync(join(site, path, '..'), { recursive: true })
    writeFileSync(join(site, path), text)
    return `${path},sha256=${createHash('sha256').update(text).digest('base64url')},${text.length}`
  })
  for (const [file, text] of Object.entries(metadata)) writeFileSync(join(site, info, file), text)
  writeFileSync(join(site, info, 'RECORD'), `${lines.join('\n')}\n../../../bin/x,sha256=abc,1\n${name}/__pycache__/x.pyc,,\n`)
}

describe.skipIf(pythonPart.missing)(`Python${pythonPart.note}`, () => {
  /** An environment of its own, so that its packages can be changed. */
  function makeVenv(): { python: string; site: string } {
    execFileSync(python, ['-m', 'venv', '--without-pip', join(folder, 'venv')])
    const lib = join(folder, 'venv', 'lib')
    return { python: join(folder, 'venv', 'bin', 'python'), site: join(lib, readdirSync(lib)[0] ?? '', 'site-packages') }
  }

  it('is the one that the command runs in: a virtual environment, a script of it, or through a wrapper', async () => {
    const venv = makeVenv()
    const script = join(folder, 'venv', 'bin', 'tool')
    writeFileSync(script, `#!${venv.python}\nprint()\n`, { mode: 0o755 })
    symlinkSync('venv', join(folder, '.venv'))
    const commands = [
      [venv.python, 'x.py'],
      [script],
      ['env', 'A=b', venv.python],
      ['uv', 'run', '--with', 'x', 'train.py'],
      ['nice', '-n', '5', script],
    ]
    for (const argv of commands) {
      const { record } = await capture({ folder, argv })
      expect(record.interpreters[0]).toMatchObject({
        language: 'python',
        prefix: expect.stringMatching(/venv$/),
        is_virtual: true,
        version: expect.stringMatching(/^3\./),
      })
    }
  })

  it('lists packages with fingerprints that say whether files are the same, whoever installed them', async () => {
    const { python: file, site } = makeVenv()
    install(site, 'one', { 'one/a.py': 'a' }, { INSTALLER: 'pip' })
    const first = await capture({ folder, argv: [file] })
    install(site, 'one', { 'one/a.py': 'a' }, { INSTALLER: 'uv', REQUESTED: '' })
    const second = await capture({ folder, argv: [file] })
    install(site, 'one', { 'one/a.py': 'b' })
    const third = await capture({ folder, argv: [file] })
    const prints = [first, second, third].map(({ record }) => findPackage(record, 'one')?.fingerprint)
    expect(prints[0]).toHaveLength(64)
    expect(prints[1]).toBe(prints[0])
    expect(prints[2]).not.toBe(prints[0])
    expect(findPackage(first.record, 'one')).toMatchObject({ ecosystem: 'python', version: '1.0', edited: [] })
  })

  it('tells of files that were edited where they are installed', async () => {
    const { python: file, site } = makeVenv()
    install(site, 'one', { 'one/a.py': 'aaa', 'one/b.py': 'bbb', 'one/c.py': 'ccc', 'one/d.py': 'ddd' })
    const later = Date.now() / 1000 + 60
    writeFileSync(join(site, 'one/a.py'), 'aXa')
    utimesSync(join(site, 'one/a.py'), later, later)
    utimesSync(join(site, 'one/b.py'), later, later)
    appendFileSync(join(site, 'one/c.py'), 'longer')
    // The size and the time that were: only the time of the last change of the file itself tells.
    const { mtime, atime } = statSync(join(site, 'one/d.py'))
    writeFileSync(join(site, 'one/d.py'), 'dXd')
    utimesSync(join(site, 'one/d.py'), atime, mtime)
    const { record, items } = await capture({ folder, argv: [file] })
    expect(findPackage(record, 'one')?.edited.toSorted()).toEqual(['one/a.py', 'one/c.py', 'one/d.py'])
    expect(items.get('python.edited')?.detail).toBe('1 packages.')
  })

  it('reads what is installed now, not what was when it last looked', async () => {
    const { python: file, site } = makeVenv()
    expect(findPackage((await capture({ folder, argv: [file] })).record, 'late')).toBeUndefined()
    install(site, 'late', {})
    expect(findPackage((await capture({ folder, argv: [file] })).record, 'late')?.version).toBe('1.0')
  })

  it('takes the state of the repository for packages that are used in place', async () => {
    const { python: file, site } = makeVenv()
    await using repository = await createRepository()
    repository.git('remote', 'add', 'origin', 'https://ada:pw@host/lib.git')
    const commit = repository.commit({ 'lib.py': 'a' })
    install(site, 'lib', {}, { 'direct_url.json': JSON.stringify({ url: `file://${repository.path}`, dir_info: { editable: true } }) })
    const clean = findPackage((await capture({ folder, argv: [file] })).record, 'lib')
    repository.write({ 'lib.py': 'b' })
    const dirty = findPackage((await capture({ folder, argv: [file] })).record, 'lib')
    expect(clean).toMatchObject({ source: `git+https://host/lib.git@${commit}` })
    expect(dirty?.source).toBe(repository.path)
    expect(dirty?.fingerprint).not.toBe(clean?.fingerprint)
  })

  it('writes requirements.txt, system_info.json and conda_packages.txt, and no line that works only here', async () => {
    const { python: file, site } = makeVenv()
    install(site, 'plain', {})
    install(site, 'conda_built', {}, { INSTALLER: 'conda', 'direct_url.json': '{"url":"file:///croot/conda_built_1/work","dir_info":{}}' })
    install(
      site,
      'from_git',
      {},
      { 'direct_url.json': '{"url":"https://user:pw@host/x.git","vcs_info":{"vcs":"git","commit_id":"abc123"}}' },
    )
    const meta = join(folder, 'venv', 'conda-meta')
    mkdirSync(meta)
    writeFileSync(join(meta, 'history'), '')
    writeFileSync(
      join(meta, 'numpy.json'),
      '{"name":"numpy","version":"1.21.0","build":"py39h20f2e39_0","url":"file:///home/me/numpy.conda","md5":"0ff1"}',
    )
    writeFileSync(join(meta, 'blas.json'), '{"name":"blas","version":"1.0","build":"mkl","url":"https://conda/x/blas.conda"}')
    const logged: unknown[] = []
    const result = await captureEnvironment({
      env,
      folder,
      argv: [file],
      outputDir: folder,
      logToRun: {
        logParams: async (params) => void logged.push(params),
        logArtifact: async (path, to) => void logged.push([path, to]),
      },
    })
    expect(Object.keys(result.artifacts)).toEqual(['requirements.txt', 'system_info.json', 'conda_packages.txt'])
    expect(readFileSync(join(folder, 'requirements.txt'), 'utf8').split('\n')).toEqual([
      expect.stringMatching(/^# Generated by reprise env on \d{4}-/),
      `# Python ${result.record.interpreters[0]?.version}`,
      '',
      'conda_built==1.0',
      'from_git @ git+https://host/x.git@abc123',
      'plain==1.0',
      '',
    ])
    expect(readFileSync(join(folder, 'conda_packages.txt'), 'utf8')).toMatch(
      /\n# Conda packages\n\nblas=1.0=mkl\nnumpy=1.21.0=py39h20f2e39_0\n$/,
    )
    for (const name of Object.keys(result.artifacts)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('file:///')
    expect(JSON.parse(readFileSync(join(folder, 'system_info.json'), 'utf8'))).toEqual(result.record.system)
    expect(result.params).toMatchObject({
      python_version: result.record.interpreters[0]?.version,
      platform_system: expect.any(String),
      cpu_count: expect.any(String),
      gpu_count: expect.any(String),
    })
    expect(logged).toEqual([result.params, ...Object.values(result.artifacts).map((path) => [path, 'environment'])])
  })

  it('is told to be unknown where it does not answer, and holds nothing up', async () => {
    const bad = fakeProgram(folder, 'python3.99', 'echo "broken pipe dream" >&2; exit 3')
    const { items, record } = await capture({ folder, env: bad, argv: ['python3.99', 'x.py'] })
    expect(items.get('python.packages')).toMatchObject({ status: 'FAILED', detail: expect.stringContaining('broken pipe dream') })
    expect(record.packages).toEqual([])
  })
})
