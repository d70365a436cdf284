import type { DataManifest } from './data-manifest.ts'
import type { ManifestEntry } from './entry.ts'
import { mergeByPath } from './merge-by-path.ts'
import { compareEntries, type Difference } from './same-entry.ts'

/** What changed at one path. */
export interface ChangedEntry {
  readonly path: string
  /** `unknown`: no digest of the one is of an algorithm of the other, and the sizes are the same. */
  readonly what: Difference
  readonly before: ManifestEntry
  readonly after: ManifestEntry
}

/** What one manifest has and another has not. */
export interface ManifestDifference {
  readonly equal: boolean
  readonly added: readonly ManifestEntry[]
  readonly removed: readonly ManifestEntry[]
  readonly changed: readonly ChangedEntry[]
}

/** Compares two manifests of any formats by what both say: types, targets, sizes, digests, exec bits. */
export function diffManifests(before: Pick<DataManifest, 'entries'>, after: Pick<DataManifest, 'entries'>): ManifestDifference {
  const added: ManifestEntry[] = []
  const removed: ManifestEntry[] = []
  const changed: ChangedEntry[] = []
  for (const [a, b] of mergeByPath(before.entries, after.entries)) {
    if (a === undefined) added.push(...(b === undefined ? [] : [b]))
    else if (b === undefined) removed.push(a)
    else {
      const what = compareEntries(a, b)
      if (what !== undefined) changed.push({ path: a.path, what, before: a, after: b })
    }
  }
  return { equal: added.length + removed.length + changed.length === 0, added, removed, changed }
}
