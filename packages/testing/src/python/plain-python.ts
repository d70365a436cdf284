import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

/** What an interpreter says of itself. */
interface Facts {
  readonly executable: string
  readonly prefix: string
  readonly base: string
  readonly stdlib: string
  readonly packages: string
}

const question = `import json, os, sys, sysconfig
print(json.dumps({"executable": os.path.realpath(sys.executable), "prefix": sys.prefix, "base": sys.base_prefix,
"stdlib": sysconfig.get_path("stdlib"), "packages": sysconfig.get_path("purelib")}))`
const proof = 'import ctypes, hashlib, json, sqlite3, ssl, sys, venv; print(sys.prefix)'
/** Parts of a standard library that no test imports. */
const left = /^(?:test|idlelib|turtledemo|config-.*|site-packages)$/

/**
 * The folder of programs of a copy of `python3` on PATH in which nothing is installed but pip, made on first use and kept with the user's
 * caches, where a recorded run takes it for a part of the system.
 * A machine's own Python may hold 40,000 files of packages, and every recorded run looks at each of them: half of the time of a test
 * that starts one. Undefined where there is nothing to gain (few packages), and where the copy does not work, as of a system's Python.
 */
export function findPlainPython(): string | undefined {
  const folder = join(
    homedir(),
    '.cache',
    'reprise',
    'plain-python',
    createHash('sha256').update(describeChoice()).digest('hex').slice(0, 16),
  )
  const bin = join(folder, 'bin')
  if (existsSync(join(folder, 'none'))) return undefined
  if (existsSync(bin)) return bin
  const making = `${folder}-${process.pid}`
  const works = tryToMake(making)
  try {
    if (!works) {
      rmSync(making, { recursive: true, force: true })
      mkdirSync(join(making, 'none'), { recursive: true })
    }
    renameSync(making, folder)
  } catch {
    // Another process was first, or nothing may be written there.
    rmSync(making, { recursive: true, force: true })
  }
  return existsSync(bin) ? bin : undefined
}

/** What decides which Python `python3` is. */
function describeChoice(): string {
  const version = join(homedir(), '.pyenv', 'version')
  const { PATH = '', PYENV_VERSION = '' } = process.env
  return JSON.stringify([PATH, PYENV_VERSION, existsSync(version) ? readFileSync(version, 'utf8') : ''])
}

function tryToMake(folder: string): boolean {
  try {
    const facts = JSON.parse(ask('python3', question)) as Facts
    const name = basename(facts.stdlib)
    const isOwn = facts.prefix === facts.base && facts.stdlib === join(facts.prefix, 'lib', name)
    if (!isOwn || facts.packages !== join(facts.stdlib, 'site-packages') || readdirSync(facts.packages).length < 40) return false
    copy(facts, folder, name)
    return ask(join(folder, 'bin', 'python3'), proof).trim() === folder
  } catch {
    return false
  }
}

function copy({ executable, prefix, stdlib, packages }: Facts, folder: string, name: string): void {
  const [bin, lib] = [join(folder, 'bin'), join(folder, 'lib', name)]
  mkdirSync(bin, { recursive: true })
  mkdirSync(join(lib, 'site-packages'), { recursive: true })
  copyFileSync(executable, join(bin, basename(executable)))
  for (const link of ['python3', 'python']) symlinkSync(basename(executable), join(bin, link))
  const keep = (from: string, to: string) => cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  for (const entry of readdirSync(stdlib)) if (!left.test(entry)) keep(join(stdlib, entry), join(lib, entry))
  for (const entry of readdirSync(packages)) if (/^pip(?:$|-)/.test(entry)) keep(join(packages, entry), join(lib, 'site-packages', entry))
  for (const entry of readdirSync(join(prefix, 'lib')))
    if (/^libpython.*\.so/.test(entry)) copyFileSync(join(prefix, 'lib', entry), join(folder, 'lib', entry))
  if (existsSync(join(prefix, 'include'))) symlinkSync(join(prefix, 'include'), join(folder, 'include'))
}

function ask(python: string, program: string): string {
  return execFileSync(python, ['-c', program], { encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'ignore'] })
}
