import type { Mark } from '../scanning/errors.ts'
import type { Slots } from '../scanning/tokens.ts'

/** The tags of YAML by their short names, as the resolver gives them; any other tag is its full text. */
export type Tag = string

interface NodeBase {
  readonly tag: Tag
  /** Whether the document names the tag by `!!`. */
  readonly tagged: boolean
  readonly anchor: string | undefined
  readonly mark: Mark
  comment: Slots | undefined
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  readonly value: string
  readonly style: string | undefined
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence'
  readonly items: Node[]
  readonly flow: boolean
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping'
  readonly entries: [Node, Node][]
  readonly flow: boolean
}

/** What a text is composed of. An alias is the very node that it names. */
export type Node = ScalarNode | SequenceNode | MappingNode
