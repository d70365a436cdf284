import type { HashAlgorithm } from '@reprise/objects'
import type { ManifestEntry, ManifestProblem } from './entry.ts'

/** How a manifest is written: `classic` is one JSON document (version 1.0), `native` a line of JSON per file (version 2.0). */
export type ManifestFormat = 'classic' | 'native'

export const manifestVersions = { classic: '1.0', native: '2.0' } as const satisfies Record<ManifestFormat, string>

/** What a folder of data held at one time. */
export interface DataManifest {
  /** As it was read; `native` for a new one. */
  readonly format: ManifestFormat
  /** Milliseconds since 1970. */
  readonly generatedAt: number
  /** The folder, absolute. */
  readonly dataPath: string
  /** Those with which every file was hashed. */
  readonly hashAlgorithms: readonly HashAlgorithm[]
  /** Files and links in the order of the bytes of their paths. */
  readonly entries: readonly ManifestEntry[]
  /** What could not be recorded, in the same order. */
  readonly problems: readonly ManifestProblem[]
  /**
   * Names the content: 64 hexadecimal digits, the same on every machine for the same paths, types, sizes, exec bits and bytes. Undefined
   * where SHA-256 or exec bits were not recorded, or a file could not be read.
   */
  readonly root: string | undefined
  /** In the language of .gitignore files; validation heeds them, too. */
  readonly includePatterns: readonly string[]
  readonly excludePatterns: readonly string[]
  /** Where the listing was to end; undefined for no end. */
  readonly maxFiles: number | undefined
  /** Whatever JSON can hold. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** How long listing and hashing took. */
  readonly processingSeconds: number
}

/** Counts of a manifest. */
export interface ManifestTotals {
  readonly files: number
  readonly links: number
  /** Of all files. */
  readonly bytes: number
}

export function countManifest({ entries }: Pick<DataManifest, 'entries'>): ManifestTotals {
  let [files, links, bytes] = [0, 0, 0]
  for (const entry of entries) {
    if (entry.type === 'file') {
      files += 1
      bytes += entry.size
    } else links += 1
  }
  return { files, links, bytes }
}

/** Whether the listing was cut, so that files behind the last path may exist. */
export function isCut(manifest: Pick<DataManifest, 'entries' | 'maxFiles'>): boolean {
  return manifest.maxFiles !== undefined && countManifest(manifest).files >= manifest.maxFiles
}
