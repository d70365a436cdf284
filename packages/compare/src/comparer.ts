import type { Comparison, Tolerance } from './comparison.ts'
import type { Setting } from './text/setting.ts'

/** What a comparer is given besides the bytes. */
export interface CompareContext {
  readonly tolerance: Tolerance
  /** What is known of the runs that wrote the two sides; empty where nothing is. */
  readonly settings: readonly [Setting, Setting]
  /** Takes bytes off what may still be unpacked from both sides; throws {@link Unreadable} when that is used up. */
  readonly spend: (bytes: number) => void
  /** Bytes that may still be unpacked. */
  readonly room: () => number
  /** Holds members of an archive against each other by whichever comparer takes them. */
  readonly compareInner: (name: string, a: Uint8Array, b: Uint8Array) => Comparison
}

export interface FileKind {
  /** Lower-case name without folders. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * One way to look into files. It is asked only when the bytes differ, and answers `canonical`, `numeric` or `different`. It never trusts a
 * length or an offset of the file, takes memory in proportion to the input or from `spend`, and throws for what it can not read: then the
 * bytes decide. It may say `canonical` only where everything that it leaves out of account is known to say nothing.
 */
export interface Comparer {
  readonly name: string
  /** Asked of both sides; it is taken when both agree. */
  readonly takes: (file: FileKind) => boolean
  readonly compare: (a: Uint8Array, b: Uint8Array, context: CompareContext) => Comparison
}

/** A file is not what it seems, or too large to look into. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
