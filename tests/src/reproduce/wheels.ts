import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** A folder that stands for the registry: the packages `planted` and `innocent` in the versions 1.0 and 2.0, whose VALUE is 1 and 2. */
export interface Wheels {
  readonly folder: string
  /** Variables that make pip and uv look nowhere else. */
  readonly env: Readonly<Record<string, string>>
  install(python: string, ...requirements: readonly string[]): Promise<void>
}

const maker = `
import base64, hashlib, sys, zipfile
folder, name, version, value = sys.argv[1:]
info = f'{name}-{version}.dist-info'
files = {
    f'{name}.py': f'VALUE = {value}\\n',
    f'{info}/METADATA': f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n',
    f'{info}/WHEEL': 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
}
def line(path, text):
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')
    return f'{path},sha256={digest},{len(text)}\\n'
record = ''.join(line(path, text) for path, text in files.items()) + f'{info}/RECORD,,\\n'
with zipfile.ZipFile(f'{folder}/{name}-{version}-py3-none-any.whl', 'w') as wheel:
    for path, text in {**files, f'{info}/RECORD': record}.items():
        wheel.writestr(path, text)
`

export async function makeWheels(folder: string): Promise<Wheels> {
  await mkdir(folder)
  const program = join(folder, 'make-wheel.py')
  await writeFile(program, maker)
  for (const name of ['planted', 'innocent']) {
    for (const value of ['1', '2']) await exec('python3', [program, folder, name, `${value}.0`, value])
  }
  const env = { PIP_FIND_LINKS: folder, PIP_NO_INDEX: '1' }
  return {
    folder,
    env,
    install: async (python, ...requirements) => {
      await exec(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', ...requirements], { env: { ...process.env, ...env } })
    },
  }
}

/** A virtual environment with pip; the path of its Python. */
export async function makeEnvironment(folder: string): Promise<string> {
  await exec('python3', ['-m', 'venv', folder])
  return join(folder, 'bin', 'python')
}
