import { hashAlgorithms } from '@reprise/objects'
import type { DataManifest } from './data-manifest.ts'
import type { FolderOptions } from './create-manifest.ts'
import type { ManifestEntry } from './entry.ts'
import { hashFound } from './folder/hash-found.ts'
import { openDataFolder, pathsBelow } from './folder/open-folder.ts'
import { type Found, walkFolder } from './folder/walk-folder.ts'
import { mergeByPath } from './merge-by-path.ts'
import { createPathFilter, type Patterns } from './paths/path-filter.ts'
import { type ManifestValidation, ValidationReport } from './validation-report.ts'

/** Patterns, where there are any, take the place of those of the manifest. */
export interface ValidateOptions extends FolderOptions, Patterns {}

/**
 * Compares a folder, by default the one the manifest was made of, with a manifest, heeding its patterns. Files of another size are not
 * read. The exec bit counts for native manifests. Rejects as `createManifest` does.
 */
export async function validateManifest(
  manifest: DataManifest,
  folder: string = manifest.dataPath,
  options: ValidateOptions = {},
): Promise<ManifestValidation> {
  const started = performance.now()
  const path = openDataFolder(folder)
  const found = await listForValidation(path, { ...options, ...(hasPatterns(options) ? {} : patternsOf(manifest)) })
  return compareFound(manifest, { path, found, started }, options)
}

/** Everything in a folder that the patterns mean. */
export function listForValidation(path: string, { skip = [], signal, onProgress, ...patterns }: ValidateOptions): Promise<Found[]> {
  return walkFolder(path, {
    filter: createPathFilter(patterns),
    skip: pathsBelow(path, skip),
    signal,
    onProgress: onProgress && ((files) => onProgress({ stage: 'listing', files })),
  })
}

interface Listed {
  readonly path: string
  readonly found: readonly Found[]
  /** As `performance.now()` told it. */
  readonly started: number
}

/** Compares what was listed with a manifest, and reads what has to be read. */
export async function compareFound(
  manifest: DataManifest,
  { path, found, started }: Listed,
  options: ValidateOptions,
): Promise<ManifestValidation> {
  const filter = hasPatterns(options) ? createPathFilter(options) : undefined
  const entries = filter === undefined ? manifest.entries : manifest.entries.filter((entry) => filter.takesFile(entry.path))
  const algorithms = hashAlgorithms.filter((name) => entries.some((entry) => entry.type === 'file' && entry.hashes[name] !== undefined))
  const report = new ValidationReport({ ...manifest, entries })
  const toRead: Found[] = []
  const recorded: ManifestEntry[] = []
  for (const [expected, actual] of mergeByPath(entries, found)) {
    if (expected !== undefined && isWorthReading(expected, actual)) {
      recorded.push(expected)
      toRead.push(actual)
    } else report.add(expected, actual)
  }
  const hashed = await hashFound(path, toRead, { ...options, algorithms })
  for (const [index, actual] of hashed.entries()) report.add(recorded[index], actual)
  return report.finish(path, (performance.now() - started) / 1_000)
}

function hasPatterns({ includePatterns, excludePatterns }: Patterns): boolean {
  return includePatterns !== undefined || excludePatterns !== undefined
}

function patternsOf({ includePatterns, excludePatterns }: DataManifest): Patterns {
  return { includePatterns, excludePatterns }
}

/** A file of another size is another file. */
function isWorthReading(expected: ManifestEntry, actual: Found | undefined): actual is Found {
  return expected.type === 'file' && actual?.type === 'file' && Number(actual.state.size) === expected.size
}
