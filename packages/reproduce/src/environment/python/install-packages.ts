import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '@reprise/capture'
import { runTool, type ToolEnd, type ToolOptions } from '../run-tool.ts'
import type { Requirement, Requirements } from './plan-requirements.ts'

export interface InstallRequest {
  /** The virtual environment. */
  readonly target: string
  readonly isOffline: boolean
  /** Past all caches, over what is there. */
  readonly isFresh?: boolean
}

/** A package that could not be installed, and what the installer said. */
export interface Failure {
  readonly name: string
  readonly why: string
}

/** Failures that are told one by one. */
const TOLD = 10

/** What could not be installed, in words. */
export function describeFailures(failures: readonly Failure[]): string[] {
  const lines = failures.slice(0, TOLD).map(({ name, why }) => `the Python package ${name} could not be installed: ${why}`)
  const rest = failures.slice(TOLD).map(({ name }) => name)
  return rest.length === 0 ? lines : [...lines, `${rest.length} more Python packages could not be installed: ${rest.join(', ')}`]
}

/** How often the installer is called to find out which packages are in the way. */
const MOST_CALLS = 60

/**
 * Installs everything that can be installed, with uv where it is here, else with pip. Where a lot fails, halves of it are tried, so that one package
 * that is gone takes no other with it and is named.
 */
export async function installPackages(requirements: Requirements, request: InstallRequest, options: ToolOptions): Promise<Failure[]> {
  const failures: Failure[] = []
  let calls = 0
  const install = async (lot: readonly Requirement[]): Promise<void> => {
    if (lot.length === 0) return
    options.signal?.throwIfAborted()
    const isHashed = lot.every(({ line }) => line.includes(' --hash='))
    const { isDone, said } = await runInstaller(lot, isHashed, { request, options })
    if (isDone) return
    if (lot.length === 1 || ++calls > MOST_CALLS) {
      for (const { name, line } of lot) failures.push({ name: line.split(' --hash=')[0] ?? name, why: lastLine(said) })
      return
    }
    await install(lot.slice(0, lot.length / 2))
    await install(lot.slice(lot.length / 2))
  }
  // Pip wants hashes for all, or for none.
  await install(requirements.packages.filter(({ line }) => line.includes(' --hash=')))
  await install(requirements.packages.filter(({ line }) => !line.includes(' --hash=')))
  for (const folder of requirements.projects) {
    const { isDone, said } = await runTool([...installer(request, options), '--no-deps', '-e', folder], withSettings(options))
    if (!isDone && !(await pointAt(folder, request.target))) failures.push({ name: folder, why: lastLine(said) })
  }
  return failures
}

async function runInstaller(
  lot: readonly Requirement[],
  isHashed: boolean,
  { request, options }: { readonly request: InstallRequest; readonly options: ToolOptions },
): Promise<ToolEnd> {
  const file = join(options.folder, 'requirements.txt')
  await writeFile(file, lot.map(({ line }) => `${line}\n`).join(''))
  const words = installer(request, options)
  return runTool([...words, '--no-deps', ...(isHashed ? ['--require-hashes'] : []), '-r', file], withSettings(options))
}

/** The words before what is to be installed. */
function installer({ target, isOffline, isFresh = false }: InstallRequest, { env, folder }: ToolOptions): [string, ...string[]] {
  const python = join(target, 'bin', 'python')
  const uv = findProgram('uv', { path: env['PATH'], folder }).path
  if (uv === undefined) {
    return [
      python,
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      ...(isOffline ? ['--no-index'] : []),
      ...(isFresh ? ['--force-reinstall', '--no-cache-dir'] : []),
    ]
  }
  const links = env['UV_FIND_LINKS'] ?? env['PIP_FIND_LINKS']
  return [
    uv,
    'pip',
    'install',
    '--python',
    python,
    ...(isOffline ? ['--offline'] : []),
    ...(isFresh ? ['--reinstall', '--no-cache'] : []),
    ...(/^(?:1|true|yes)$/i.test(env['PIP_NO_INDEX'] ?? '') ? ['--no-index'] : []),
    ...(links === undefined ? [] : links.split(/\s+/).flatMap((link) => ['--find-links', link])),
  ]
}

/**
 * What pip is told, uv is told: which registries to ask. Files are copied out of uv's cache, not linked: what a program does to its packages is done
 * to them alone.
 */
function withSettings(options: ToolOptions): ToolOptions {
  const { env } = options
  const given = (name: string, value: string | undefined): Record<string, string> =>
    env[name] !== undefined || value === undefined || value === '' ? {} : { [name]: value }
  return {
    ...options,
    env: {
      ...env,
      UV_LINK_MODE: 'copy',
      ...given('UV_DEFAULT_INDEX', env['UV_INDEX_URL'] ?? env['PIP_INDEX_URL']),
      ...given('UV_INDEX', env['UV_EXTRA_INDEX_URL'] ?? env['PIP_EXTRA_INDEX_URL']),
    },
  }
}

/** Without what builds a package, its modules are found at least. */
async function pointAt(folder: string, target: string): Promise<boolean> {
  const source = existsSync(join(folder, 'src')) ? join(folder, 'src') : folder
  const [version] = await readdir(join(target, 'lib')).catch(() => [])
  if (version === undefined) return false
  await writeFile(join(target, 'lib', version, 'site-packages', '__restored__.pth'), `${source}\n`, { flag: 'a' })
  return true
}

/** The line that says what is wrong, the plainest first; hints of pip and uv stand around it. */
const telling = [
  /hash mismatch|THESE PACKAGES DO NOT MATCH/i,
  /^(?:ERROR: )?(?:Because|No matching|Could not find|Network)/i,
  /^Caused by: /,
  /^error: /i,
]

function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^[\s×╰─▶│├]+/, '').trim())
  const told = telling.map((pattern) => lines.find((line) => pattern.test(line))).find((line) => line !== undefined)
  return told ?? lines.findLast((line) => line !== '') ?? 'it did not say why'
}
