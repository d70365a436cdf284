import type { Slots } from '../scanning/tokens.ts'

interface WrittenBase {
  comment: Slots | undefined
  /** The name of its anchor, where it has one of its own; `always` even where no alias refers to it. */
  readonly anchor: { readonly name: string; readonly always: boolean } | undefined
}

export interface WrittenScalar extends WrittenBase {
  readonly kind: 'scalar'
  readonly tag: string
  readonly text: string
  readonly style: string | undefined
}

export interface WrittenSequence extends WrittenBase {
  readonly kind: 'sequence'
  readonly items: WrittenNode[]
  readonly flow: boolean
}

export interface WrittenMapping extends WrittenBase {
  readonly kind: 'mapping'
  readonly entries: [WrittenNode, WrittenNode][]
  readonly flow: boolean
}

/** What is written. A node that stands in several places is written once, with an anchor, and referred to by aliases. */
export type WrittenNode = WrittenScalar | WrittenSequence | WrittenMapping
