import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Every file that is tracked, or would be once added, relative to the root and sorted. */
export function listFiles(): string[] {
  const text = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const files = new Set(text.split('\0').filter((file) => file !== '' && existsSync(join(root, file))))
  return [...files].toSorted()
}

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

export interface Manifest {
  name: string
  private?: boolean
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

export interface Workspace {
  /** Relative to the root, such as `packages/protocol`. */
  folder: string
  manifest: Manifest
}

/** Every folder below the root with a `package.json` of its own, except `tools/node`, which is no workspace. */
export function listWorkspaces(): Workspace[] {
  return listFiles()
    .filter((file) => file.endsWith('/package.json') && !file.startsWith('tools/') && !file.includes('/fixtures/'))
    .map((file) => ({ folder: dirname(file), manifest: readJson(file) as Manifest }))
}

export function readJson(file: string): unknown {
  return JSON.parse(readText(file))
}
