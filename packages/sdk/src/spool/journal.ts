import type { RepriseError } from '@reprise/protocol'
import type { SpoolRecord } from './record.ts'

/**
 * The queue between what a program logs and what the server has: first in, first out. A record leaves it only when
 * it was settled, that is delivered or set aside. Everything is synchronous, so that it also works while a process ends.
 */
export interface Journal {
  /** Bytes of the records that are not settled. */
  readonly backlog: number
  /** Records that are not settled. */
  readonly waiting: number
  /** Adds a record. Throws when it can not be kept; nothing was added then. */
  append(record: SpoolRecord): void
  /** The oldest record that is not settled. */
  peek(): SpoolRecord | undefined
  /** Settles the record that `peek` returned. */
  settle(): void
  /** Settles it as one that the server refuses: kept aside, with the reason, where files are kept at all. */
  reject(error: RepriseError): void
  /** Whether so many bytes more could be kept. */
  hasRoomFor(bytes: number): boolean
  /** Claims space for the bytes of an artifact, or gives it back when `bytes` is negative. Throws RESOURCE_EXHAUSTED when there is none. */
  reserve(bytes: number): void
  /** Where the bytes of an artifact can be kept until it is delivered; undefined when nothing survives the process. */
  fileFor(name: string): string | undefined
  /** Makes what was appended survive a power cut as well. */
  persist(): void
  /** Lets go of it: settled journals vanish, others stay to be synchronised. Idempotent. */
  close(): void
  /** Lets go of it and of all that waits or was set aside. */
  discard(): void
}
