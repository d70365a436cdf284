import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { resolveCommand } from './resolve-command.ts'

let temporary: TemporaryFolder
let folder: string
beforeAll(async () => {
  temporary = await createTemporaryFolder('commands')
  folder = temporary.path
  for (const name of [
    'bin/python3',
    'bin/node',
    'bin/uv',
    'conda/envs/ml/bin/python',
    'pyenv/versions/3.11.9/bin/python',
    'pyenv/versions/3.11.10/bin/python',
  ]) {
    make(name, '\x7fELF')
  }
  make('conda/bin/conda', '')
  make('pyenv/shims/python', '#!/usr/bin/env bash\nexec pyenv exec\n')
  make('bin/script', '#!/usr/bin/env -S python3 -u\nprint()\n')
  make('bin/launcher', `#!/bin/sh\n'''exec' "${join(folder, 'bin/python3')}" "$0" "$@"\n' '''\nimport sys\n`)
  make('bin/loop', '#!/usr/bin/env loop\n')
  make('bin/npm', '#!/usr/bin/env node\n')
})
afterAll(() => temporary.remove())

function make(name: string, text: string): void {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, 0o755)
}

const resolve = (argv: readonly string[], env: Record<string, string> = {}) =>
  resolveCommand(argv, { env: { PATH: join(folder, 'bin'), ...env }, folder, root: folder })

it.each([
  [['python3', 'x.py'], 'bin/python3', 'python'],
  [['bin/python3'], 'bin/python3', 'python'],
  [['script'], 'bin/python3', 'python'],
  [['launcher', 'arg'], 'bin/python3', 'python'],
  [['env', '-i', 'A=1', 'B=2', 'python3', 'x.py'], 'bin/python3', 'python'],
  [['nice', '-n', '5', 'nohup', 'script'], 'bin/python3', 'python'],
  [['npm', 'run', 'x'], 'bin/node', 'node'],
] as const)('%j runs in %s', (argv, file, language) => {
  expect(resolve(argv)).toMatchObject({ file: join(folder, file), language })
})

it('takes the environment that conda is told to use', () => {
  const variables = { CONDA_EXE: join(folder, 'conda/bin/conda') }
  expect(resolve(['conda', 'run', '-n', 'ml', 'python', 'x.py'], variables)).toMatchObject({
    file: join(folder, 'conda/envs/ml/bin/python'),
  })
})

it('follows the shims of pyenv by variable, file and version', () => {
  const PATH = join(folder, 'pyenv/shims')
  expect(resolve(['python'], { PATH, PYENV_VERSION: '3.11.9' }).file).toBe(join(folder, 'pyenv/versions/3.11.9/bin/python'))
  writeFileSync(join(folder, '.python-version'), '3.11\n')
  expect(resolve(['python'], { PATH }).file).toBe(join(folder, 'pyenv/versions/3.11.10/bin/python'))
})

it.each([[['uv', 'run', '--with', 'x', 'train.py']], [['poetry', 'run', 'python', 'x.py']], [['conda', 'run', '-n', 'nothing', 'python']]])(
  'does not guess for %j, whose environment is not there yet',
  (argv) => {
    const { file, through } = resolve(argv)
    expect(file).toBeUndefined()
    expect(through).toEqual([argv[0]])
  },
)

it.each([[[]], [['']], [['nothing']], [['loop']], [['env']]])('finds nothing in %j, and ends', (argv) => {
  expect(resolve(argv).language).toBeUndefined()
})
