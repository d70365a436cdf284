import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { runProgram } from '../python/run-program.ts'
import { withLock } from '../with-lock.ts'

/** The package and its lock file: what it is made of changes with neither the day nor the registry. */
const locked = join(import.meta.dirname, 'fixtures', 'azurite')
const INSTALL_TIMEOUT_MS = 900_000

/** The program of Azurite for blobs, or why there is none. */
export type Azurite = { readonly program: string; readonly reason?: undefined } | { readonly reason: string }

let known: Promise<Azurite> | undefined

/** Azurite, Microsoft's own emulator, from npm: installed on first use and kept in `.cache/azurite`. Never rejects: what is missing is a `reason`. */
export function ensureAzurite(): Promise<Azurite> {
  known ??= install()
  return known
}

async function install(): Promise<Azurite> {
  const folder = join(cacheFolder, 'azurite')
  const lock = await readFile(join(locked, 'package-lock.json'))
  const ready = join(folder, createHash('sha256').update(lock).digest('hex').slice(0, 16))
  const program = join(ready, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js')
  if (existsSync(program)) return { program }
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return { program }
    const installing = join(folder, 'installing')
    await rm(installing, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await cp(locked, installing, { recursive: true })
    // Its scripts are of what it uses with a database, which it is not started with.
    const args = ['ci', '--prefix', installing, '--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional']
    const installed = await runProgram('npm', args, INSTALL_TIMEOUT_MS)
    if (installed.failure !== undefined) return { reason: `npm could not install azurite: ${installed.failure}` }
    await rename(installing, ready)
    return { program }
  })
}
