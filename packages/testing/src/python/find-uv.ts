import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withLock } from '../with-lock.ts'
import { runProgram } from './run-program.ts'

/** The uv on PATH, else one that pip installs into `folder` once. */
export async function findUv(folder: string): Promise<{ readonly uv: string; readonly reason?: undefined } | { readonly reason: string }> {
  const onPath = await runProgram('uv', ['--version'], 30_000)
  if (onPath.failure === undefined) return { uv: 'uv' }
  const uv = join(folder, 'bin', 'uv')
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(uv)) return { uv }
    await rm(folder, { recursive: true, force: true })
    const made = await runProgram('python3', ['-m', 'venv', folder], 120_000)
    if (made.failure !== undefined) return { reason: `there is no uv, and no python3 that can make an environment: ${made.failure}` }
    const installed = await runProgram(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', 'uv'], 300_000)
    if (installed.failure !== undefined) return { reason: `pip could not install uv: ${installed.failure}` }
    return { uv }
  })
}
