import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type FileState, openStatCache, type StatCache } from '@reprise/objects/hashing'
import type { RepriseError } from '@reprise/protocol/errors'
import type { HashName } from '../cache/hash-object.ts'

/** Later than any reading: for files that we have made ourselves and that had no other name before. */
const MADE = 2n ** 62n

/** Digests of files that have not changed since they were read or made. Outside of the repository, and never needed to be right. */
export interface HashMemory {
  find(hash: HashName, state: FileState): string | undefined
  /** Learns a file whose reading began at `readNs` (nanoseconds since 1970), unless it was written just before. */
  learn(hash: HashName, file: { readonly state: FileState; readonly md5: string }, readNs: bigint): void
  /** Learns a file that was made from an object. */
  learnMade(hash: HashName, file: { readonly state: FileState; readonly md5: string }): void
  /** Writes what was learnt. Answers why it could not. */
  save(): RepriseError | undefined
  /** For hashing with `packages/objects`. */
  readonly md5: StatCache
}

/** Opens the digests of one project, in a folder that holds those of all projects of a user. */
export function openHashMemory(folder: string, root: string): HashMemory {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 32)
  const caches = { md5: openStatCache(join(folder, `${name}.md5`)), 'md5-dos2unix': openStatCache(join(folder, `${name}.dos2unix`)) }
  return {
    md5: caches.md5,
    find: (hash, state) => caches[hash].find(state, ['md5'])?.md5,
    learn: (hash, { state, md5 }, readNs) => caches[hash].add(state, { md5 }, readNs),
    learnMade: (hash, { state, md5 }) => caches[hash].add(state, { md5 }, MADE),
    save: () => caches.md5.save() ?? caches['md5-dos2unix'].save(),
  }
}
