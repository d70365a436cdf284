import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFailure } from './read-failure.ts'
import { scanCode } from './scan-code.ts'

describe('what a failed repeat says', () => {
  it.each([
    ["ModuleNotFoundError: No module named 'numpy'", 'missing package', 'numpy'],
    ["Error: Cannot find module 'left-pad'", 'missing package', 'left-pad'],
    ['urllib.error.URLError: <urlopen error [Errno 111] Connection refused>', 'network', 'network'],
    ['curl: (6) Could not resolve host: example.org', 'network', 'example.org'],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'data/x.csv'", 'missing data', 'data/x.csv'],
    ["Error: ENOENT: no such file or directory, open '/data/x.csv'", 'missing data', '/data/x.csv'],
    ['bash: line 1: frobnicate: command not found', 'missing program', 'frobnicate'],
  ])('%s', (line, kind, subject) => {
    expect(readFailure(`Traceback\n${line}\n`)).toMatchObject({ kind, cause: { subject, status: 'confirmed', evidence: line } })
  })
  it('says nothing of what is not known', () => expect(readFailure('ValueError: bad\n')).toBeUndefined())
})

describe('what a program does', () => {
  const kindsIn = async (text: string): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'hints-'))
    await writeFile(join(folder, 'program.py'), text)
    const hints = await scanCode(folder, ['python3', 'program.py'])
    await rm(folder, { recursive: true })
    return hints.map(({ kind }) => kind)
  }
  it.each([
    ['import random\nx = random.random()\n', ['seed']],
    ['import random\nrandom.seed(7)\nx = random.random()\n', []],
    ['import random, time\nrandom.seed(time.time())\nx = random.random()\n', ['time', 'seed']],
    ['for name in set(names):\n    pass\n', ['order']],
    ['import urllib.request\nurllib.request.urlopen(url)\n', ['network']],
    ['print(1 + 1)\n', []],
    ['# time.time() is not asked\nprint(1 + 1)\n', []],
    ["names = {'a', 'b', 'c'}\nprint(sorted(names))\n", []],
    ["names = {'a', 'b', 'c'}\nprint(','.join(names))\n", ['order']],
    ['model = RandomForestRegressor(5).fit(x, y)\n', ['seed']],
    ['model = RandomForestRegressor(5, random_state=0).fit(x, y)\n', []],
    ['shards = os.cpu_count()\n', ['threads']],
    ['newest = max(paths, key=os.path.getmtime)\n', ['time']],
    ['name = os.path.basename(os.getcwd())\n', ['environment']],
    ["import os, random\nrandom.seed(1)\nopen('x', 'wb').write(os.urandom(8))\n", ['seed']],
  ])('%j', async (text, kinds) => expect(await kindsIn(text)).toEqual(kinds))

  it('looks at what ran and what that names, and not at the rest of the repository', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hints-'))
    await mkdir(join(folder, 'model'))
    await writeFile(join(folder, 'train.py'), 'import model\nmodel.fit()\n')
    await writeFile(join(folder, 'model', '__init__.py'), 'import time\nfrom .layers import x\n')
    await writeFile(join(folder, 'model', 'layers.py'), 'x = time.time()\n')
    await writeFile(join(folder, 'other.py'), 'x = os.urandom(8)\n')
    await writeFile(join(folder, 'Makefile'), 'all:\n\tpython3 other.py\n')
    expect(await scanCode(folder, ['python3', 'train.py'])).toMatchObject([{ kind: 'time', subject: 'model/layers.py:1' }])
    expect(await scanCode(folder, ['python3', '-m', 'model'])).toMatchObject([{ kind: 'time', subject: 'model/layers.py:1' }])
    expect(await scanCode(folder, ['make'])).toMatchObject([{ kind: 'seed', subject: 'other.py:1' }])
    await rm(folder, { recursive: true })
  })
})
