import {
  type FileState,
  type HashAlgorithm,
  type Hashes,
  hashFiles,
  type HashOutcome,
  type HashProgress,
  type StatCache,
} from '@reprise/objects'
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
  // What is known is found out here and not in hashFiles: most files of most folders need not even the text of their path.
  const known = found.map((one) => (one.type === 'file' ? options.cache?.find(one.state, options.algorithms) : undefined))
  const unknown = found.filter((one, index): one is FoundFile => one.type === 'file' && known[index] === undefined)
  const outcomes = (await hashUnknown(folder, { found, unknown }, options)).values()
  return found.map((one, index) => {
    if (one.type !== 'file') return one
    const hashes = known[index]
    return hashes === undefined ? toOutcome(one.path, outcomes.next().value) : toEntry(one.path, one.state, hashes)
  })
}

function hashUnknown(
  folder: string,
  { found, unknown }: { readonly found: readonly Found[]; readonly unknown: readonly FoundFile[] },
  { onProgress, ...options }: HashFoundOptions,
): Promise<HashOutcome[]> {
  const all = found.filter((one) => one.type === 'file')
  const totalBytes = bytesOf(all)
  const known = { files: all.length - unknown.length, bytes: totalBytes - bytesOf(unknown) }
  const report = (done: HashProgress): void =>
    onProgress?.({
      stage: 'hashing',
      files: known.files + done.files,
      totalFiles: all.length,
      bytes: known.bytes + done.bytes,
      totalBytes,
    })
  const files = unknown.map(({ path, state }) => ({ path: toFsPath(folder, toPathBytes(path)), state }))
  return hashFiles(files, { ...options, onProgress: onProgress === undefined ? undefined : report })
}

function bytesOf(files: readonly FoundFile[]): number {
  return files.reduce((sum, { state }) => sum + Number(state.size), 0)
}

function toOutcome(path: string, outcome: HashOutcome | undefined): FileEntry | ManifestProblem {
  if (outcome?.kind === 'hashed') return toEntry(path, outcome.state, outcome.hashes)
  return { type: outcome?.kind ?? 'unreadable', path, reason: outcome?.reason ?? 'unknown' }
}

function toEntry(path: string, { size, mode, mtimeNs }: FileState, hashes: Hashes): FileEntry {
  return {
    type: 'file',
    path,
    size: Number(size),
    isExecutable: (mode & EXECUTABLE) !== 0n,
    hashes,
    modifiedAt: Number(mtimeNs / 1_000n) / 1_000,
    mode: Number(mode & PERMISSIONS),
  }
}
