import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import type { Readable, Writable } from 'node:stream'

/** Variables as a program is given them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Where and how git runs. */
export interface GitPlace {
  readonly folder: string
  readonly env: Variables
}

export interface GitInput {
  readonly stdin?: Uint8Array
  /** A file to read instead. */
  readonly stdinFile?: string
  /** Milliseconds after which git is killed. Default 60,000. */
  readonly timeout?: number
}

export interface GitAnswer {
  /** The exit code; null where git could not be started or was killed. */
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
  /** Why there is no exit code. */
  readonly trouble?: 'missing' | 'timeout' | 'killed'
}

const TIMEOUT = 60_000

/** Options that keep a hostile configuration from naming programs; those of repositories are read only to find out what they are. */
const guards = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'gc.auto=0', '-c', 'maintenance.auto=false']

/** Variables of git that say whom to trust, and nothing about which repository is meant. */
const handedOn =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH)$/

/** The user's environment for git: without `GIT_DIR` and its like, messages in English, no questions asked. */
export function toGitVariables(env: Variables): Variables {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || handedOn.test(name))
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
  }
}

/** Starts git, for those who read what it writes as it comes. */
export function spawnGit(place: GitPlace, args: readonly string[]): ChildProcessByStdio<Writable, Readable, Readable> {
  return spawn('git', [...guards, ...args], { cwd: place.folder, env: place.env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
}

/** Runs git to its end. Never rejects. */
export function runGit(place: GitPlace, args: readonly string[], input: GitInput = {}): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const child = spawnGit(place, args)
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    let trouble: GitAnswer['trouble']
    const timer = setTimeout(() => {
      trouble = 'timeout'
      child.kill('SIGKILL')
    }, input.timeout ?? TIMEOUT)
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes))
    // git may end before it has read everything; its exit code says why.
    child.stdin.on('error', () => undefined)
    const end = (code: number | null): void => {
      clearTimeout(timer)
      const answer = { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString().trim() }
      resolve(trouble === undefined ? answer : { ...answer, trouble })
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      trouble = error.code === 'ENOENT' ? 'missing' : 'killed'
      end(null)
    })
    child.on('close', (code) => {
      if (code === null) trouble ??= 'killed'
      end(code)
    })
    if (input.stdinFile === undefined) child.stdin.end(input.stdin)
    else
      createReadStream(input.stdinFile)
        .on('error', (error) => child.stdin.destroy(error))
        .pipe(child.stdin)
  })
}

/** The parts of an answer that end in NUL, byte for byte (Latin-1): names need not be UTF-8. */
export function splitNul(bytes: Buffer): string[] {
  const parts = bytes.toString('latin1').split('\0')
  if (parts.at(-1) === '') parts.pop()
  return parts
}
