import { findKey, isMapping, isSequence, PythonDate, str, typeName, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import { YamlError } from '../scanning/errors.ts'
import type { MappingNode, Node, ScalarNode, SequenceNode } from './nodes.ts'
import { readBoolean, readFloat, readInteger, readTimestamp } from './scalars.ts'

/** How many values a document may stand for once every alias is written out. */
const maxExpanded = 5_000_000

/** Makes the value of a document. What an alias names is the same object in each place, so that it is written with an anchor again. */
export function construct(root: Node, document: { readonly version11: boolean; readonly aliased: boolean }): Value {
  return new Construction(document).value(root)
}

class Construction {
  readonly #version11: boolean
  /** Whether there are aliases at all: without them nothing has to be remembered. */
  readonly #aliased: boolean
  readonly #done = new Map<Node, { readonly value: Value; readonly size: number }>()
  readonly #open = new Set<Node>()

  constructor(document: { readonly version11: boolean; readonly aliased: boolean }) {
    this.#version11 = document.version11
    this.#aliased = document.aliased
  }

  value(node: Node): Value {
    if (!this.#aliased) return this.#construct(node)
    const done = this.#done.get(node)
    if (done !== undefined) return done.value
    if (this.#open.has(node)) throw new YamlError('found an alias that names what it is part of', node.mark)
    this.#open.add(node)
    const value = this.#construct(node)
    this.#open.delete(node)
    this.#done.set(node, { value, size: this.#size(node) })
    return value
  }

  #construct(node: Node): Value {
    if (node.kind === 'scalar') return constructScalar(node, this.#version11)
    return node.kind === 'sequence' ? this.#sequence(node) : this.#mapping(node)
  }

  #size(node: Node): number {
    if (node.kind === 'scalar') return 1
    const children = node.kind === 'sequence' ? node.items : node.entries.map(([, value]) => value)
    const size = children.reduce((sum, child) => sum + (this.#done.get(child)?.size ?? 1), 1)
    if (size > maxExpanded) throw new YamlError(`aliases make this stand for more than ${maxExpanded} values`, node.mark)
    return size
  }

  #sequence(node: SequenceNode): Value {
    if (node.tag !== 'seq') throw unknownTag(node)
    return node.items.map((item) => this.value(item))
  }

  #mapping(node: MappingNode): Value {
    if (node.tag !== 'map') throw unknownTag(node)
    const own = new Map<Scalar, Value>()
    const merged: Mapping[] = []
    // Beside a merge key, DVC's reader lets the last of equal keys win.
    const merges = node.entries.some(([key]) => key.tag === 'merge')
    for (const [key, value] of node.entries) {
      if (key.tag === 'merge' && key.kind === 'scalar') {
        if (merged.length > 0)
          throw new YamlError('found duplicate merge key "<<"', key.mark, { text: 'while constructing a mapping', mark: node.mark })
        merged.push(...this.#merged(value, node))
      } else {
        const scalar = isValueMark(key) ? key.value : constructKey(this.value(key), key, node)
        if (!merges) refuseDuplicate(own, scalar, key, node)
        own.set(scalar, this.value(value))
      }
    }
    return merged.length === 0 ? own : mergeInto(own, merged)
  }

  #merged(node: Node, owner: MappingNode): Mapping[] {
    const values = node.kind === 'sequence' ? node.items : [node]
    return values.map((item) => {
      const value = this.value(item)
      if (isMapping(value)) return value
      const problem = `expected a mapping or list of mappings for merging, but found ${item.kind}`
      throw new YamlError(problem, item.mark, { text: 'while constructing a mapping', mark: owner.mark })
    })
  }
}

/** Merged keys come first, the last of the merged mappings before the others; own values replace them in place. */
function mergeInto(own: Mapping, merged: readonly Mapping[]): Mapping {
  const result = new Map<Scalar, Value>()
  for (const mapping of merged.toReversed()) for (const [key, value] of mapping) result.set(key, value)
  for (const [key, value] of own) result.set(key, value)
  return result
}

export function constructScalar(node: ScalarNode, version11: boolean): Scalar {
  switch (node.tag) {
    case 'str':
      return node.value
    case 'null':
      return null
    case 'bool':
      return readBoolean(node)
    case 'int':
      return readInteger(node, version11)
    case 'float':
      return readFloat(node, version11)
    case 'timestamp':
      return readTimestamp(node)
    default:
      throw unknownTag(node)
  }
}

/** Keys are scalars: a list or a mapping as a key means nothing to a pipeline. */
export function constructKey(value: Value, key: Node, owner: MappingNode): Scalar {
  if (!isMapping(value) && !isSequence(value) && (typeof value !== 'object' || value === null || value instanceof PythonDate)) return value
  throw new YamlError(`found a ${typeName(value)} as a key`, key.mark, { text: 'while constructing a mapping', mark: owner.mark })
}

export function refuseDuplicate(mapping: ReadonlyMap<Scalar, unknown>, key: Scalar, node: Node, owner: MappingNode): void {
  if (!mapping.has(key) && (typeof key === 'string' || findKey(mapping, key) === undefined)) return
  throw new YamlError(`found duplicate key "${str(key)}"`, node.mark, { text: 'while constructing a mapping', mark: owner.mark })
}

export function unknownTag(node: Node): YamlError {
  const tag = /^\w+$/.test(node.tag) ? `tag:yaml.org,2002:${node.tag}` : node.tag
  return new YamlError(`could not determine a constructor for the tag '${tag}'`, node.mark)
}

/** A key `=` is a string, a value `=` is nothing that DVC reads. */
export function isValueMark(node: Node): node is ScalarNode {
  return node.kind === 'scalar' && node.tag === 'value'
}
