import { RepriseError } from '@reprise/protocol/errors'
import {
  formatFloat,
  isMapping,
  isSequence,
  PythonDate,
  PythonSet,
  PythonTuple,
  type Mapping,
  type Scalar,
  type Sequence,
} from '../../python/index.ts'
import { KeptMapping, KeptScalar, KeptSequence, type Part } from '../documents/model.ts'
import { commentsAt, type Slots } from '../scanning/tokens.ts'
import type { WrittenMapping, WrittenNode, WrittenScalar, WrittenSequence } from './nodes.ts'

/** Turns values and kept parts into what is written. The same object met twice becomes the same node. */
export function represent(root: Part): WrittenNode {
  const representation = new Representation()
  const node = representation.node(root)
  // An empty root would be no document at all.
  return root === null ? { ...node, kind: 'scalar', tag: 'null', text: 'null', style: undefined } : node
}

class Representation {
  readonly #seen = new Map<object, WrittenNode>()

  node(part: Part): WrittenNode {
    if (typeof part !== 'object' || part === null) return representScalar(part)
    const seen = this.#seen.get(part)
    if (seen !== undefined) return seen
    if (part instanceof PythonDate) return this.#date(part)
    if (part instanceof KeptScalar) return this.#keptScalar(part)
    if (part instanceof KeptSequence) return this.#keptSequence(part)
    if (part instanceof KeptMapping) return this.#keptMapping(part)
    if (part instanceof PythonSet) throw new RepriseError('INVALID_PARAMETER_VALUE', 'a set cannot be written to YAML')
    if (isMapping(part)) return this.#mapping(part)
    return isSequence(part) ? this.#sequence(part) : representScalar(null)
  }

  #keptScalar(part: KeptScalar): WrittenNode {
    const comment: Slots | undefined = part.behind === undefined ? undefined : [null, [part.behind]]
    const anchor = part.anchor === undefined ? undefined : { name: part.anchor, always: true }
    const node: WrittenScalar = { kind: 'scalar', tag: part.tag, text: part.text, style: part.style, comment, anchor }
    if (anchor !== undefined || part.tag === 'timestamp') this.#seen.set(part, node)
    return node
  }

  #date(part: PythonDate): WrittenNode {
    const node = representScalar(part)
    this.#seen.set(part, node)
    return node
  }

  #sequence(part: Sequence): WrittenNode {
    const node: WrittenSequence = { kind: 'sequence', items: [], flow: part.length === 0, comment: undefined, anchor: undefined }
    if (part.length > 0 || !(part instanceof PythonTuple)) this.#seen.set(part, node)
    for (const item of part) node.items.push(this.node(item))
    return node
  }

  #mapping(part: Mapping): WrittenNode {
    const node: WrittenMapping = { kind: 'mapping', entries: [], flow: part.size === 0, comment: undefined, anchor: undefined }
    this.#seen.set(part, node)
    for (const [key, value] of part) node.entries.push([this.node(key), this.node(value)])
    return node
  }

  #keptSequence(part: KeptSequence): WrittenNode {
    const flow = part.flow ?? part.items.length === 0
    // ruamel loses the comments inside and at the end of a list with one behind the indicator of a block scalar; so do we, to write the same bytes.
    const broken = [...part.entryComments.values()].some((slots) => commentsAt(slots, 1)?.some((comment) => typeof comment === 'string'))
    const comment = broken ? part.comment?.slice() : commentsOf(part)
    const node: WrittenSequence = { kind: 'sequence', items: [], flow, comment, anchor: anchorOf(part) }
    this.#seen.set(part, node)
    for (const [index, item] of part.items.entries()) {
      const written = this.node(item)
      const slots = broken ? undefined : part.entryComments.get(index)
      if (slots !== undefined) written.comment = slots.map((slot, place) => written.comment?.[place] ?? slot)
      node.items.push(written)
    }
    return node
  }

  #keptMapping(part: KeptMapping): WrittenNode {
    const keys = part.merge === undefined ? [...part.entries.keys()] : [...part.own]
    const flow = part.flow ?? (keys.length === 0 && part.merge === undefined)
    const node: WrittenMapping = { kind: 'mapping', entries: [], flow, comment: commentsOf(part), anchor: anchorOf(part) }
    this.#seen.set(part, node)
    for (const key of part.merge === undefined ? keys : [...part.entries.keys()].filter((name) => part.own.has(name))) {
      const keyNode = this.node(part.spellings.get(key) ?? key)
      const valueNode = this.node(part.entries.get(key) ?? null)
      const slots = part.entryComments.get(key)
      if (slots !== undefined) attach(slots, keyNode, valueNode)
      node.entries.push([keyNode, valueNode])
    }
    if (part.merge !== undefined) {
      const source = this.node(part.merge.sequence ?? part.merge.mappings[0] ?? null)
      node.entries.splice(part.merge.position, 0, [scalar('merge', '<<'), source])
    }
    return node
  }
}

function attach(slots: Slots, key: WrittenNode, value: WrittenNode): void {
  key.comment = slots.slice(0, 2)
  if (value.comment === undefined) {
    value.comment = slots.slice(2)
    return
  }
  value.comment[0] = slots[2] ?? null
  value.comment[1] = slots[3] ?? null
}

function commentsOf(part: KeptSequence | KeptMapping): Slots | undefined {
  return part.comment === undefined ? undefined : ([...part.comment, part.end] as Slots)
}

function anchorOf(part: KeptSequence | KeptMapping): WrittenNode['anchor'] {
  return part.anchor === undefined ? undefined : { name: part.anchor, always: false }
}

function representScalar(value: Scalar): WrittenScalar {
  if (value === null) return scalar('null', '')
  if (typeof value === 'string') return scalar('str', value)
  if (typeof value === 'boolean') return scalar('bool', String(value))
  if (typeof value === 'bigint') return scalar('int', value.toString())
  if (typeof value === 'number')
    return scalar('float', Number.isFinite(value) ? formatFloat(value) : Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf')
  return scalar('timestamp', value.text)
}

function scalar(tag: string, text: string): WrittenScalar {
  return { kind: 'scalar', tag, text, style: undefined, comment: undefined, anchor: undefined }
}
