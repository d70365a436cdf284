import { join } from 'node:path'
import { type Cache, type HashName, makeFolder, type ObjectStore, openCache, removeAbandoned } from '../cache/index.ts'
import { type HashMemory, openHashMemory } from '../hashing/index.ts'
import { DvcIgnore } from '../ignoring/index.ts'
import { DEFAULT_LINKS, type LinkType } from '../links/index.ts'
import { type MadeOuts, openMadeOuts } from './made-outs.ts'
import { createWorkers, type Workers } from '../threads/index.ts'

/** The data of a project: what works on it needs. */
export interface Workspace extends AsyncDisposable {
  /** Absolute. */
  readonly root: string
  readonly cache: Cache
  /** In the order of `cache.type`. */
  readonly links: readonly LinkType[]
  readonly ignore: DvcIgnore
  readonly hashes: HashMemory
  readonly workers: Workers
  readonly made: MadeOuts
  /** Where files of the work tree are made before they get their names. */
  readonly unfinished: string
}

export interface WorkspaceOptions {
  /** The root of the project, absolute and without links. */
  readonly root: string
  /** Default: `.dvc/cache`; else what `cache.dir` means. */
  readonly cacheFolder?: string | undefined
  readonly links?: readonly LinkType[] | undefined
  /** `cache.shared = group`. */
  readonly isShared?: boolean | undefined
  /** Folder outside of any repository that remembers digests. */
  readonly memoryFolder: string
  /** Default: one per core. */
  readonly threads?: number | undefined
}

/** Opens the data of a project. Dispose of it to save what was learnt of files and to end its threads. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { root, links = DEFAULT_LINKS, isShared, memoryFolder, threads } = options
  const workers = createWorkers({ threads })
  const hashes = openHashMemory(memoryFolder, root)
  const made = openMadeOuts(memoryFolder, root)
  const unfinished = join(root, '.dvc', 'tmp', 'unfinished')
  return {
    root,
    cache: openCache(options.cacheFolder ?? join(root, '.dvc', 'cache'), { workers, isShared }),
    links,
    ignore: new DvcIgnore(root),
    hashes,
    workers,
    made,
    unfinished,
    async [Symbol.asyncDispose]() {
      hashes.save()
      made.save()
      await workers.close()
    },
  }
}

/** The store for digests of a kind. */
export function storeOf(workspace: Workspace, hash: HashName): ObjectStore {
  return workspace.cache[hash]
}

/** Makes the folder for unfinished files, and removes what processes that died left in it and in the cache. */
export function prepareFolders({ unfinished, cache }: Workspace, now = Date.now()): void {
  makeFolder(unfinished)
  removeAbandoned(unfinished, now)
  cache.md5.tidy(now)
}
