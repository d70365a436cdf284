import { createHash } from 'node:crypto'
import { readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type FolderOptions, knownCheckPrefix, type ManifestProgress } from '@reprise/capture'
import { openStatCache } from '@reprise/objects'
import { cacheFolderOf } from '../cache-folder.ts'
import type { World } from '../command.ts'
import { createProgress } from '../output/progress.ts'
import { printBytes, printCount } from '../output/values.ts'

/** Milliseconds before progress is shown. */
const PATIENCE = 1_000
const PREFIX = 'digests-'
/** Milliseconds: three months. A cache in use is written every week at least. */
const KEPT = 90 * 86_400_000

export interface ReadFolderOptions {
  /** Whether files that have not changed are read only once. */
  readonly cache: boolean
  readonly world: World
}

/** Reads a folder with the digests that are known of it, showing how far it is; what was learnt is kept, also when reading fails. */
export async function readFolder<T>(
  folder: string,
  { cache: usesCache, world }: ReadFolderOptions,
  read: (options: FolderOptions) => Promise<T>,
): Promise<T> {
  // Threads that hash end only with the process: a signal ends it at once.
  world.interruption.beforeEnd(() => undefined)
  const progress = createProgress(world, { patience: PATIENCE })
  const file = cacheFileOf(folder)
  const cache = usesCache ? openStatCache(file) : undefined
  try {
    return await read({ cache, onProgress: (done) => progress.show(fractionOf(done), describe(done)) })
  } finally {
    progress.end()
    const problem = cache?.save()
    forgetOld(file)
    if (problem !== undefined) world.note(`${problem.message} ${problem.hint ?? ''}`)
  }
}

/** Digests of folders that nobody has read for long, as temporary ones. */
function forgetOld(cacheFile: string): void {
  const folder = dirname(cacheFile)
  try {
    for (const name of readdirSync(folder).filter((one) => one.startsWith(PREFIX) || one.startsWith(knownCheckPrefix))) {
      const path = join(folder, name)
      if (statSync(path).mtimeMs < Date.now() - KEPT) rmSync(path, { force: true })
    }
  } catch {
    // Another process was at it, or there is no cache yet.
  }
}

/** `~/.cache/reprise/digests-<digest of the folder's path>`: one for each folder, so that none is slowed down by the others. */
function cacheFileOf(folder: string): string {
  const name = createHash('sha256').update(realPath(folder)).digest('hex').slice(0, 16)
  return join(cacheFolderOf(process.env), `${PREFIX}${name}`)
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function fractionOf(progress: ManifestProgress): number {
  if (progress.stage === 'listing') return 0
  const { files, totalFiles, bytes, totalBytes } = progress
  return totalBytes > 0 ? Math.min(1, bytes / totalBytes) : totalFiles > 0 ? files / totalFiles : 1
}

function describe(progress: ManifestProgress): string {
  if (progress.stage === 'listing') return `${printCount(progress.files, 'file')} found`
  return `${progress.files} of ${printCount(progress.totalFiles, 'file')}, ${printBytes(progress.bytes)} of ${printBytes(progress.totalBytes)}`
}
