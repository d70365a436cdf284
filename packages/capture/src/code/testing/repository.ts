import { execFileSync } from 'node:child_process'
import { createReadStream, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { type CodeSnapshot, type PackedCode, restoreCode, snapshotCode, type SnapshotOptions } from '../index.ts'

/** Variables of tests: git without the configuration of this machine. */
export const env = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_COUNT: '2',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'Ada',
  GIT_CONFIG_KEY_1: 'user.email',
  GIT_CONFIG_VALUE_1: 'ada@example.org',
} as const

/** A real repository in a temporary folder. */
export interface TestRepository extends AsyncDisposable {
  readonly path: string
  readonly git: (...args: readonly string[]) => string
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void
  readonly commit: (files?: Readonly<Record<string, string | Uint8Array>>) => string
}

export async function createRepository(...initArgs: readonly string[]): Promise<TestRepository> {
  const folder = await createTemporaryFolder('repository')
  const path = join(folder.path, 'work')
  mkdirSync(path)
  const repository = openRepository(path, folder)
  repository.git('init', '-q', '-b', 'main', ...initArgs)
  return repository
}

/** One that is there; `folder` goes with it. */
export function openRepository(path: string, folder?: TemporaryFolder): TestRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], {
      cwd: path,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  const write: TestRepository['write'] = (files) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), content)
    }
  }
  const commit: TestRepository['commit'] = (files = {}) => {
    write(files)
    git('add', '-A')
    git('commit', '-q', '--allow-empty', '-m', 'change')
    return git('rev-parse', 'HEAD')
  }
  return { path, git, write, commit, [Symbol.asyncDispose]: async () => folder?.remove() }
}

/** What was taken, packed, and made again elsewhere. */
export interface RoundTrip extends AsyncDisposable {
  readonly snapshot: CodeSnapshot
  readonly packed: PackedCode
  /** The restored folder. */
  readonly path: string
  readonly missing: readonly { readonly path: string; readonly why: string }[]
}

/** Snapshot, pack, forget the repository, restore. `meanwhile` happens after the snapshot, before it is packed. */
export async function takeRoundTrip(
  path: string,
  options: Partial<SnapshotOptions> & { readonly meanwhile?: () => void } = {},
): Promise<RoundTrip> {
  const folder = await createTemporaryFolder('round-trip')
  const snapshot = await snapshotCode(path, { env, ...options })
  options.meanwhile?.()
  mkdirSync(join(folder.path, 'packs'))
  const packed = await snapshot.pack(join(folder.path, 'packs'))
  await snapshot.release()
  const target = join(folder.path, 'restored')
  const { missing } = await restoreCode(packed.record, target, { env, readKept: readFrom(packed) })
  return { snapshot, packed, path: target, missing, [Symbol.asyncDispose]: () => folder.remove() }
}

/** Reads artifacts where they were packed. */
export function readFrom({ artifacts }: PackedCode): (artifact: string) => Promise<AsyncIterable<Uint8Array>> {
  return async (wanted) => {
    const found = artifacts.find(({ artifact }) => artifact === wanted)
    if (found === undefined) throw new Error(`no artifact ${wanted}`)
    return createReadStream(found.file)
  }
}

/** Every file below a folder but those of git, by raw path: kind, executable bit, and bytes. */
export function readTree(root: string): Map<string, string> {
  const files = new Map<string, string>()
  const walk = (folder: Buffer): void => {
    for (const name of readdirSync(folder, { encoding: 'buffer' })) {
      const path = Buffer.concat([folder, Buffer.from('/'), name])
      const state = lstatSync(path)
      if (name.toString() === '.git') continue
      if (state.isDirectory()) walk(path)
      else {
        const content = state.isSymbolicLink() ? readlinkSync(path, { encoding: 'buffer' }) : readFileSync(path)
        const kind = state.isSymbolicLink() ? 'link' : (state.mode & 0o100) === 0 ? 'file' : 'program'
        files.set(path.toString('latin1').slice(root.length + 1), `${kind} ${content.toString('latin1')}`)
      }
    }
  }
  walk(Buffer.from(root))
  return files
}
