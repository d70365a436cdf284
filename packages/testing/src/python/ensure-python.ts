import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { withLock } from '../with-lock.ts'
import { findUv } from './find-uv.ts'
import { runProgram } from './run-program.ts'

/** A Python with packages, or the reason why this machine has none. */
export type PythonEnvironment = { readonly python: string; readonly reason?: undefined } | { readonly reason: string }

// MLflow 3 needs 3.10; packages of the pinned sets have no wheels yet for what comes after 3.13.
const PYTHON_RANGE = '>=3.10,<3.14'
const INSTALL_TIMEOUT_MS = 900_000

const known = new Map<string, Promise<PythonEnvironment>>()

/**
 * A virtual environment with exactly these requirements (`mlflow==3.17.2`), made with uv on first use and kept in `.cache/python`
 * for all later runs; several processes may ask at once. Never rejects for a missing Python, uv or registry: that is a `reason`.
 */
export function ensurePython(requirements: readonly string[]): Promise<PythonEnvironment> {
  const sorted = requirements.toSorted()
  const key = createHash('sha256')
    .update(JSON.stringify({ sorted, PYTHON_RANGE, platform: process.platform, arch: process.arch }))
    .digest('hex')
    .slice(0, 16)
  let environment = known.get(key)
  if (environment === undefined) known.set(key, (environment = makeEnvironment(key, sorted)))
  return environment
}

async function makeEnvironment(key: string, requirements: readonly string[]): Promise<PythonEnvironment> {
  const folder = join(cacheFolder, 'python', key)
  const python = join(folder, 'bin', 'python')
  const ready = join(folder, 'ready.json')
  if (existsSync(ready) && existsSync(python)) return { python }
  if (process.platform === 'win32') return { reason: 'tests make Python environments only on Linux and macOS' }
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(ready) && existsSync(python)) return { python }
    const uv = await findUv(join(cacheFolder, 'python', 'uv'))
    if (uv.reason !== undefined) return uv
    await rm(folder, { recursive: true, force: true })
    const made = await runProgram(uv.uv, ['venv', '--quiet', '--no-python-downloads', '--python', PYTHON_RANGE, folder], 120_000)
    if (made.failure !== undefined) return { reason: `uv could not make an environment: ${made.failure}` }
    const installed = await runProgram(uv.uv, ['pip', 'install', '--quiet', '--python', python, ...requirements], INSTALL_TIMEOUT_MS)
    if (installed.failure !== undefined) {
      await rm(folder, { recursive: true, force: true })
      return { reason: `uv could not install ${requirements.join(', ')}: ${installed.failure}` }
    }
    await writeFile(ready, `${JSON.stringify({ requirements })}\n`)
    return { python }
  })
}
