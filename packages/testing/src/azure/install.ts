import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { runProgram } from '../python/run-program.ts'
import { withLock } from '../with-lock.ts'

const VERSION = '3.37.0'
/** What it says about itself to others, which is switched off: ranges of it have been such that nothing could be installed. */
const PINNED = { applicationinsights: '3.16.0', '@azure/monitor-opentelemetry': '1.19.0' }
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
  const ready = join(folder, VERSION)
  const program = join(ready, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js')
  if (existsSync(program)) return { program }
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(program)) return { program }
    const installing = join(folder, 'installing')
    await rm(installing, { recursive: true, force: true })
    await mkdir(installing, { recursive: true })
    await writeFile(join(installing, 'package.json'), `${JSON.stringify({ private: true, overrides: PINNED })}\n`)
    // Its scripts are of what it uses with a database, which it is not started with.
    const args = ['install', '--prefix', installing, '--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional', `azurite@${VERSION}`]
    const installed = await runProgram('npm', args, INSTALL_TIMEOUT_MS)
    if (installed.failure !== undefined) return { reason: `npm could not install azurite: ${installed.failure}` }
    await rename(installing, ready)
    return { program }
  })
}
