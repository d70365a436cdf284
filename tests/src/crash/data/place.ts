import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { reprise, type Ended } from '../../e2e/reprise.ts'

/** A project under git with a remote beside it, and everything that its user wrote and wants to keep. */
export interface Place {
  /** Of the project. */
  readonly folder: string
  /** A folder that is the default remote. */
  readonly remote: string
  /** What commands are run with. */
  readonly env: Readonly<Record<string, string>>
  /** Digests of what must not be lost, with a name for messages. */
  readonly precious: Map<string, string>
  /** Writes what the user wants to keep. */
  write(path: string, bytes: Uint8Array | string): void
  /** Runs a command that must succeed. */
  run(...args: readonly string[]): Promise<string>
  git(...args: readonly string[]): void
}

/** Makes one below a folder. */
export async function makePlace(parent: string): Promise<Place> {
  const [folder, remote] = [join(parent, 'project'), join(parent, 'remote')]
  const identity = {
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
  }
  const env = { ...identity, GIT_CONFIG_GLOBAL: '/dev/null', XDG_CACHE_HOME: join(parent, 'memory'), HOME: parent, SHELL: '/bin/sh' }
  const precious = new Map<string, string>()
  const place: Place = {
    folder,
    remote,
    env,
    precious,
    write: (path, bytes) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
      precious.set(createHash('md5').update(bytes).digest('hex'), path)
    },
    run: async (...args) => {
      const ended = await reprise(args, { cwd: folder, env })
      if (ended.code !== 0) throw new Error(`reprise ${args.join(' ')} ended with ${ended.code}: ${describe(ended)}`)
      return ended.stdout
    },
    git: (...args) => void execFileSync('git', args, { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' }),
  }
  mkdirSync(folder, { recursive: true })
  place.git('init', '--quiet', '--initial-branch', 'main')
  await place.run('init', '--quiet')
  await place.run('remote', 'add', '--quiet', '--default', 'store', remote)
  return place
}

export function describe({ stdout, stderr }: Ended): string {
  return `${stdout}\n${stderr}`.trim()
}

/** All files below a folder that may not exist, with slashes; links are not followed. */
export function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

export function digestOf(path: string): string {
  return createHash('md5').update(readFileSync(path)).digest('hex')
}
