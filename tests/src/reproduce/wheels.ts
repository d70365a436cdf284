import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeWheel } from './make-wheel.ts'

const exec = promisify(execFile)

/** A folder that stands for the registry: the packages `planted` and `innocent` in the versions 1.0 and 2.0, whose VALUE is 1 and 2. */
export interface Wheels {
  readonly folder: string
  /** Variables that make pip and uv look nowhere else. */
  readonly env: Readonly<Record<string, string>>
  install(python: string, ...requirements: readonly string[]): Promise<void>
}

export async function makeWheels(folder: string): Promise<Wheels> {
  await mkdir(folder)
  for (const name of ['planted', 'innocent']) {
    for (const value of ['1', '2']) await makeWheel(folder, { name, version: `${value}.0`, value })
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
