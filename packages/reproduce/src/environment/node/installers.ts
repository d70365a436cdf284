import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '@reprise/capture'
import type { ToolOptions } from '../run-tool.ts'

/** How a lock file is installed from. */
export interface Installer {
  readonly lockFile: string
  /** Of npm's registry, where the program is not here. */
  readonly program: string
  readonly words: (isOffline: boolean) => readonly string[]
}

/** By what they are written by. Each refuses to change the lock file, and holds what it gets against its hashes. */
const installers: readonly Installer[] = [
  { lockFile: 'package-lock.json', program: 'npm', words: npmWords },
  { lockFile: 'npm-shrinkwrap.json', program: 'npm', words: npmWords },
  {
    lockFile: 'pnpm-lock.yaml',
    program: 'pnpm',
    words: (isOffline) => [
      'install',
      '--frozen-lockfile',
      isOffline ? '--offline' : '--prefer-offline',
      '--config.confirm-modules-purge=false',
    ],
  },
  {
    lockFile: 'yarn.lock',
    program: 'yarn',
    words: (isOffline) => ['install', '--frozen-lockfile', isOffline ? '--offline' : '--prefer-offline'],
  },
  { lockFile: 'bun.lock', program: 'bun', words: () => ['install', '--frozen-lockfile'] },
  { lockFile: 'bun.lockb', program: 'bun', words: () => ['install', '--frozen-lockfile'] },
]

export function npmWords(isOffline: boolean): readonly string[] {
  return ['ci', '--no-audit', '--no-fund', isOffline ? '--offline' : '--prefer-offline']
}

export function findInstaller(project: string): Installer | undefined {
  return installers.find(({ lockFile }) => existsSync(join(project, lockFile)))
}

/**
 * The words that start an installer: from PATH; else through npm, in the version that package.json names or that writes such a lock file. Undefined
 * where there is no npm either.
 */
export async function startWords(
  { program, lockFile }: Installer,
  project: string,
  { env, folder }: ToolOptions,
): Promise<[string, ...string[]] | undefined> {
  const here = findProgram(program, { path: env['PATH'], folder }).path
  const wanted = await readWanted(project, program)
  if (here !== undefined && wanted === undefined) return [here]
  const npm = findProgram('npm', { path: env['PATH'], folder }).path
  if (npm === undefined || program === 'npm') return here === undefined ? undefined : [here]
  const version = wanted ?? (await guessVersion(join(project, lockFile), program))
  return [npm, 'exec', '--yes', `--package=${version === undefined ? program : `${program}@${version}`}`, '--', program]
}

/** `"packageManager": "pnpm@9.1.0+sha512…"`. */
async function readWanted(project: string, program: string): Promise<string | undefined> {
  const text = await readFile(join(project, 'package.json'), 'utf8').catch(() => '')
  return new RegExp(`"packageManager"\\s*:\\s*"${program}@(\\d+\\.\\d+\\.\\d+)`).exec(text)?.[1]
}

/** Newer programs refuse the lock files of older ones. */
async function guessVersion(lockFile: string, program: string): Promise<string | undefined> {
  const text = (await readFile(lockFile, 'latin1').catch(() => '')).slice(0, 2_000)
  if (program === 'yarn') return /^# yarn lockfile v1$/m.test(text) ? '1' : undefined
  const version = Number(/^lockfileVersion:\s*'?(\d+)/m.exec(text)?.[1] ?? NaN)
  if (program !== 'pnpm' || Number.isNaN(version)) return undefined
  return version >= 9 ? '9' : version >= 6 ? '8' : '7'
}
