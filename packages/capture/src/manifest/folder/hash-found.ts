import { type HashAlgorithm, hashFiles, type HashOutcome, type StatCache } from '@reprise/objects'
import type { FileEntry, ManifestEntry, ManifestProblem } from '../entry.ts'
import { toFsPath, toPathBytes } from '../paths/path-text.ts'
import type { Found, FoundFile } from './walk-folder.ts'

const EXECUTABLE = 0o100n
const PERMISSIONS = 0o7777n

/** How far it is: first files are listed, then they are read. */
export type ManifestProgress =
  | { readonly stage: 'listing'; readonly files: number }
  | { readonly stage: 'hashing'; readonly files: number; readonly totalFiles: number; readonly bytes: number; readonly totalBytes: number }

export interface HashFoundOptions {
  readonly algorithms: readonly HashAlgorithm[]
  readonly cache?: StatCache | undefined
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: ManifestProgress) => void) | undefined
}

/** Records what was found in a folder: files are hashed, everything else stays as it is. */
export async function hashFound(
  folder: string,
  found: readonly Found[],
  options: HashFoundOptions,
): Promise<(ManifestEntry | ManifestProblem)[]> {
  const { onProgress } = options
  const files = found.filter((one): one is FoundFile => one.type === 'file')
  const totalBytes = files.reduce((sum, { state }) => sum + Number(state.size), 0)
  const outcomes = await hashFiles(
    files.map(({ path, state }) => ({ path: toFsPath(folder, toPathBytes(path)), state })),
    { ...options, onProgress: onProgress && ((done) => onProgress({ stage: 'hashing', ...done, totalFiles: files.length, totalBytes })) },
  )
  let next = 0
  return found.map((one) => (one.type === 'file' ? toEntry(one.path, outcomes[next++]) : one))
}

function toEntry(path: string, outcome: HashOutcome | undefined): FileEntry | ManifestProblem {
  if (outcome === undefined) return { type: 'unreadable', path, reason: 'unknown' }
  if (outcome.kind !== 'hashed') return { type: outcome.kind, path, reason: outcome.reason }
  const { size, mode, mtimeNs } = outcome.state
  return {
    type: 'file',
    path,
    size: Number(size),
    isExecutable: (mode & EXECUTABLE) !== 0n,
    hashes: outcome.hashes,
    modifiedAt: Number(mtimeNs / 1_000n) / 1_000,
    mode: Number(mode & PERMISSIONS),
  }
}
