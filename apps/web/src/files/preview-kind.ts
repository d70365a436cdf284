import type { ComponentType } from 'react'
import type { StoredFile } from './stored-file.ts'

export interface PreviewProps {
  readonly file: StoredFile
  /** The first bytes, at most HEAD_BYTES of them. */
  readonly head: Uint8Array
  /** Bytes of the whole file; never 0. */
  readonly size: number
}

/**
 * A way to look into files. A new one is a file of `kinds` and a line in `preview-kinds.ts`. What it reads it reads by ranges, and never more than a page can
 * hold: a file may be of any size, and hold anything, whatever its name says.
 */
export interface PreviewKind {
  /** As a sentence names it: `a picture`. */
  readonly title: string
  /** Ends of names, without the dot, apart by spaces. */
  readonly endings: string
  /** Whether the first bytes are those of such a file; absent: its name is believed. */
  readonly accepts?: (head: Uint8Array) => boolean
  readonly Preview: ComponentType<PreviewProps>
}
