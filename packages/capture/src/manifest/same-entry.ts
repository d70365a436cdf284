import { hashAlgorithms } from '@reprise/objects'
import type { FileEntry, ManifestEntry } from './entry.ts'

/** In what two entries at one path differ, as far as both say; `unknown` when no digest of the one is of an algorithm of the other. */
export type Difference = 'type' | 'target' | 'size' | 'content' | 'executable' | 'unknown'

export function compareEntries(a: ManifestEntry, b: ManifestEntry): Difference | undefined {
  if (a.type === 'link') return b.type !== 'link' ? 'type' : a.target === b.target ? undefined : 'target'
  if (b.type === 'link') return 'type'
  if (a.size !== b.size) return 'size'
  const common = hashAlgorithms.filter((name) => a.hashes[name] !== undefined && b.hashes[name] !== undefined)
  if (common.some((name) => a.hashes[name] !== b.hashes[name])) return 'content'
  if (a.isExecutable !== undefined && b.isExecutable !== undefined && a.isExecutable !== b.isExecutable) return 'executable'
  return common.length === 0 ? 'unknown' : undefined
}

/** Whether a reader of the one would find the same in the other, informative fields included. */
export function isSameEntry(a: ManifestEntry, b: ManifestEntry): boolean {
  if (compareEntries(a, b) !== undefined) return false
  if (a.type === 'link' || b.type === 'link') return true
  return isSameInformation(a, b) && hashAlgorithms.every((name) => a.hashes[name] === b.hashes[name])
}

function isSameInformation(a: FileEntry, b: FileEntry): boolean {
  return a.modifiedAt === b.modifiedAt && a.mode === b.mode && a.isExecutable === b.isExecutable
}
