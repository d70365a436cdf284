import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWheel } from './make-wheel.ts'
import { forget, openPlace, type Place } from './place.ts'

const exec = promisify(execFile)
let place: Place
let wheels: string
/** By name and version. */
const digests = new Map<string, string>()

/** A folder of wheels stands for the registry. */
beforeAll(async () => {
  place = await openPlace()
  wheels = join(place.folder, 'wheels')
  for (const [name, version, value] of [
    ['planted', '1.0', '1'],
    ['planted', '2.0', '2'],
    ['other', '1.0', "'other'"],
  ] as const)
    digests.set(`${name} ${version}`, await makeWheel(wheels, { name, version, value }))
})
afterAll(async () => place[Symbol.asyncDispose]())

const offline = (): Record<string, string> => ({ PIP_FIND_LINKS: wheels, PIP_NO_INDEX: '1' })
const program = { 'm.py': "import planted\nopen('out.txt', 'w').write(str(planted.VALUE))\n" }

/** Builds a package that is used in place, out of nothing but Python. */
const backend = `
import os, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = 'own-0.1-py3-none-any.whl'
    files = {
        'own.pth': os.path.abspath('src') + '\\n',
        'own-0.1.dist-info/METADATA': 'Metadata-Version: 2.1\\nName: own\\nVersion: 0.1\\n',
        'own-0.1.dist-info/WHEEL': 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
    }
    with zipfile.ZipFile(os.path.join(folder, name), 'w') as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr('own-0.1.dist-info/RECORD', ''.join(f'{path},,\\n' for path in files))
    return name
`

async function commit(work: string): Promise<void> {
  const identity = ['-c', 'user.name=n', '-c', 'user.email=e@x']
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '-m', 'first'],
  ])
    await exec('git', args, { cwd: work })
}

/** Makes a work folder with an environment of these packages, runs m.py there. */
async function runWith(packages: readonly string[], files: Readonly<Record<string, string>>): Promise<{ id: string; work: string }> {
  const work = await place.makeWork({ '.gitignore': '.venv\nout.txt\n', ...program, ...files })
  await exec('python3', ['-m', 'venv', join(work, '.venv')])
  const python = join(work, '.venv', 'bin', 'python')
  await exec(python, ['-m', 'pip', 'install', '--quiet', ...packages], { env: { ...process.env, ...offline() } })
  await commit(work)
  return { id: await place.run(work, ['.venv/bin/python', 'm.py']), work }
}

describe('from a lock file with hashes, an environment is E4', () => {
  const locks: readonly (readonly [string, (sha256: string) => string])[] = [
    ['requirements.txt', (sha256) => `planted==1.0 \\\n    --hash=sha256:${sha256}\n`],
    [
      'uv.lock',
      (sha256) =>
        `version = 1\n\n[[package]]\nname = "planted"\nversion = "1.0"\nwheels = [\n    { url = "x", hash = "sha256:${sha256}" },\n]\n`,
    ],
    [
      'poetry.lock',
      (sha256) => `[[package]]\nname = "planted"\nversion = "1.0"\nfiles = [\n    {file = "x", hash = "sha256:${sha256}"},\n]\n`,
    ],
    ['Pipfile.lock', (sha256) => JSON.stringify({ default: { planted: { version: '==1.0', hashes: [`sha256:${sha256}`] } } })],
  ]

  it.each(locks)('%s', async (name, print) => {
    const { id, work } = await runWith(['planted==1.0'], { [name]: print(digests.get('planted 1.0') ?? '') })
    await forget(work)
    const found = await place.reproduce(id, [], { env: offline() })
    expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', restoration: 'E4' })
  })

  it('and what has another hash is not installed', async () => {
    const { id, work } = await runWith(['planted==1.0'], { 'requirements.txt': `planted==1.0 --hash=sha256:${'0'.repeat(64)}\n` })
    await forget(work)
    const found = await place.reproduce(id, [], { env: offline() })
    expect(found).toMatchObject({ code: 4, kind: 'missing package' })
    expect(found.notes.join('\n')).toMatch(/planted==1\.0 could not be installed: .*hash/i)
  })

  it('but not where the lock file names another version than was installed, or not everything', async () => {
    const text = `planted==2.0 --hash=sha256:${digests.get('planted 2.0')}\nother==1.0 --hash=sha256:${digests.get('other 1.0')}\n`
    const { id, work } = await runWith(['planted==1.0', 'other==1.0'], {
      'requirements.txt': text,
      'm.py': `${program['m.py']}import other\n`,
    })
    await forget(work)
    expect(await place.reproduce(id, [], { env: offline() })).toMatchObject({ verdict: 'BIT_IDENTICAL', restoration: 'E3' })
  })
})

it('one package that is gone is named, and takes no other with it', async () => {
  const gone = join(place.folder, 'gone')
  await makeWheel(gone, { name: 'vanished', version: '0.9', value: '0' })
  const { id, work } = await runWith(['--find-links', gone, 'planted==1.0', 'other==1.0', 'vanished==0.9'], {
    'm.py': `${program['m.py']}import other\nimport vanished\n`,
  })
  await forget(work)
  const found = await place.reproduce(id, [], { env: offline() })
  expect(found).toMatchObject({ code: 4, verdict: 'CANNOT', kind: 'missing package', restoration: 'E1' })
  expect(found.causes[0]).toMatchObject({ subject: 'vanished' })
  expect(found.notes.filter((note) => note.includes('could not be installed'))).toEqual([expect.stringContaining('vanished==0.9')])
})

it('a project that was used in place is used in place again, with what was not committed', async () => {
  const work = await place.makeWork({
    '.gitignore': '.venv\nout.txt\n',
    'pyproject.toml':
      '[project]\nname = "own"\nversion = "0.1"\n[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    'backend.py': backend,
    'src/own.py': 'VALUE = 1\n',
    'm.py': "import own, planted\nopen('out.txt', 'w').write(str(own.VALUE + planted.VALUE))\n",
  })
  await exec('python3', ['-m', 'venv', join(work, '.venv')])
  const python = join(work, '.venv', 'bin', 'python')
  const settings = { cwd: work, env: { ...process.env, ...offline() } }
  await exec(python, ['-m', 'pip', 'install', '--quiet', 'planted==1.0', '-e', '.'], settings)
  await commit(work)
  await writeFile(join(work, 'src/own.py'), 'VALUE = 10\n')
  const id = await place.run(work, ['.venv/bin/python', 'm.py'])
  await forget(work)
  const found = await place.reproduce(id, [], { env: offline() })
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
})

it('without uv, venv and pip do the same', async () => {
  const { id, work } = await runWith(['planted==1.0'], { 'requirements.txt': `planted==1.0 --hash=sha256:${digests.get('planted 1.0')}\n` })
  await forget(work)
  const tools = join(place.folder, 'without-uv')
  await mkdir(tools)
  for (const name of ['python3', 'git', 'sh', 'uname', 'env']) {
    const { stdout } = await exec('sh', [
      '-c',
      name === 'python3' ? `readlink -f "$(python3 -c 'import sys; print(sys.executable)')"` : `command -v ${name}`,
    ])
    await writeFile(join(tools, name), `#!/bin/sh\nexec ${stdout.trim()} "$@"\n`)
    await chmod(join(tools, name), 0o755)
  }
  const found = await place.reproduce(id, [], { env: { ...offline(), PATH: tools } })
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL', restoration: 'E4' })
})

it('packages that a command changed are installed anew for the next repeat', async () => {
  const work = await place.makeWork({
    '.gitignore': '.venv\nout.txt\n',
    'm.py': "import planted, os\nopen('out.txt', 'w').write(str(planted.VALUE))\nopen(planted.__file__, 'a').write('VALUE += 1\\n')\n",
  })
  const home = join(place.folder, 'changing')
  await exec('python3', ['-m', 'venv', home])
  await exec(join(home, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', 'planted==1.0'], { env: { ...process.env, ...offline() } })
  const id = await place.run(work, [join(home, 'bin', 'python'), 'm.py'])
  await forget(home)
  const found = await place.reproduce(id, ['--repeats', '2'], { env: offline() })
  expect(found).toMatchObject({ code: 0, verdict: 'BIT_IDENTICAL' })
})

it('the recorded version of Python is found where pyenv has it', async () => {
  const versions = join(process.env['PYENV_ROOT'] ?? join(process.env['HOME'] ?? '', '.pyenv'), 'versions')
  const here = (await exec('python3', ['-c', 'import platform; print(platform.python_version())'])).stdout.trim()
  const others = (await readdir(versions).catch(() => [])).filter((name) => /^3\.1\d\.\d+$/.test(name) && name !== here)
  const other = others[0]
  if (other === undefined) return
  const work = await place.makeWork({ 'm.py': "import sys\nopen('out.txt', 'w').write(sys.version)\n" })
  const home = join(place.folder, 'with-other')
  await exec(join(versions, other, 'bin', 'python3'), ['-m', 'venv', home])
  const id = await place.run(work, [join(home, 'bin', 'python'), 'm.py'])
  await forget(home)
  const found = await place.reproduce(id)
  expect(found).toMatchObject({ verdict: 'BIT_IDENTICAL' })
  expect(['E2', 'E3']).toContain(found.restoration)
})
