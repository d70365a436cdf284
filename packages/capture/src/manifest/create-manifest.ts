import { findHashAlgorithm, type HashAlgorithm, hashAlgorithms, type StatCache } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { nameTreeState, noteState } from './checks/tree-state.ts'
import type { DataManifest } from './data-manifest.ts'
import type { ManifestEntry, ManifestProblem } from './entry.ts'
import { hashFound, type ManifestProgress } from './folder/hash-found.ts'
import { openDataFolder, pathsBelow } from './folder/open-folder.ts'
import { walkFolder } from './folder/walk-folder.ts'
import { createPathFilter, type Patterns } from './paths/path-filter.ts'
import { computeRootId } from './root-id.ts'

/** What reading a folder takes, for a new manifest or against an old one. */
export interface FolderOptions {
  /** Digests known from earlier; without one every byte is read. Saving what it learns is the caller's. */
  readonly cache?: StatCache | undefined
  /** Files that are passed over where they stand below the folder, such as the manifest itself. */
  readonly skip?: readonly string[] | undefined
  /** Threads that hash; default: one per core. */
  readonly threads?: number | undefined
  /** Ends it early: the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined
  /** Called some ten times a second. */
  readonly onProgress?: ((progress: ManifestProgress) => void) | undefined
}

export interface CreateOptions extends FolderOptions, Patterns {
  /** Default: md5 and sha256, as the classic manifest has them. The root id needs sha256. */
  readonly hashAlgorithms?: readonly HashAlgorithm[] | undefined
  /** Only the first so many files, in the order of their paths. */
  readonly maxFiles?: number | undefined
  /** Whatever JSON can hold. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Records what a folder holds. Links are recorded and not followed, empty folders are not recorded; what can not be read, changes while it
 * is read or has no content (sockets, FIFOs, devices) is in `problems`. Throws RESOURCE_DOES_NOT_EXIST, PERMISSION_DENIED or
 * INVALID_PARAMETER_VALUE for what is no folder or can not be asked for.
 */
export async function createManifest(folder: string, options: CreateOptions = {}): Promise<DataManifest> {
  const { maxFiles, includePatterns = [], excludePatterns = [] } = options
  const algorithms = chooseAlgorithms(options.hashAlgorithms ?? ['md5', 'sha256'])
  const metadata = toJsonObject(options.metadata ?? {})
  const started = performance.now()
  const generatedAt = Date.now()
  const dataPath = openDataFolder(folder)
  const { entries, problems, state } = await readFolder(dataPath, { ...options, algorithms, startedAt: generatedAt })
  const manifest: DataManifest = {
    format: 'native',
    generatedAt,
    dataPath,
    hashAlgorithms: algorithms,
    entries,
    problems,
    root: computeRootId(entries, problems),
    includePatterns,
    excludePatterns,
    maxFiles,
    metadata,
    processingSeconds: (performance.now() - started) / 1_000,
  }
  return noteState(manifest, state)
}

interface ReadOptions extends FolderOptions, Patterns {
  readonly algorithms: readonly HashAlgorithm[]
  readonly maxFiles?: number | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

interface ReadFolder {
  readonly entries: ManifestEntry[]
  readonly problems: ManifestProblem[]
  /** As `nameTreeState` gives it; undefined where something could not be recorded. */
  readonly state: string | undefined
}

async function readFolder(folder: string, options: ReadOptions): Promise<ReadFolder> {
  const { skip = [], maxFiles, signal, onProgress, startedAt } = options
  const found = await walkFolder(folder, {
    filter: createPathFilter(options),
    skip: pathsBelow(folder, skip),
    maxFiles,
    signal,
    onProgress: onProgress && ((files) => onProgress({ stage: 'listing', files })),
  })
  const recorded = await hashFound(folder, found, options)
  const problems = recorded.flatMap((one) => (isEntry(one) ? [] : [one]))
  const isWhole = problems.every(({ type }) => type === 'special')
  return { entries: recorded.filter(isEntry), problems, state: isWhole ? nameTreeState(found, startedAt) : undefined }
}

function isEntry(one: ManifestEntry | ManifestProblem): one is ManifestEntry {
  return one.type === 'file' || one.type === 'link'
}

/** What a reader will find; metadata that JSON can not hold is refused before any work is done. */
function toJsonObject(metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(JSON.stringify(metadata)) as Record<string, unknown>
  } catch (error) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The metadata can not be written as JSON: ${String(error)}`, { cause: error })
  }
}

/** Each once, in the order in which they are always listed. */
function chooseAlgorithms(asked: readonly string[]): HashAlgorithm[] {
  const unknown = asked.find((name) => findHashAlgorithm(name) === undefined)
  const found = asked.map(findHashAlgorithm)
  if (unknown === undefined && asked.length > 0) return hashAlgorithms.filter((name) => found.includes(name))
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(unknown ?? asked)} is no hash algorithm.`, {
    hint: `Name one or more of ${hashAlgorithms.join(', ')}.`,
  })
}
