import { hashAlgorithms } from '@reprise/objects'
import type { ManifestEntry } from './entry.ts'

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

/** Whether an entry says all that a newer one says; times and permissions, which only inform, aside. */
export function saysTheSame(before: ManifestEntry, after: ManifestEntry): boolean {
  if (compareEntries(before, after) !== undefined) return false
  if (before.type === 'link' || after.type === 'link') return true
  return (
    before.isExecutable === after.isExecutable &&
    hashAlgorithms.every((name) => after.hashes[name] === undefined || before.hashes[name] !== undefined)
  )
}
