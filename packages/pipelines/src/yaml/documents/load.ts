import { PythonDate, type Scalar } from '../../python/index.ts'
import { constructKey, constructScalar, isValueMark, refuseDuplicate, unknownTag } from '../composing/construct.ts'
import type { MappingNode, Node, ScalarNode, SequenceNode } from '../composing/nodes.ts'
import { spellTimestamp } from '../composing/scalars.ts'
import { YamlError } from '../scanning/errors.ts'
import { commentsAt } from '../scanning/tokens.ts'
import { KeptMapping, KeptScalar, KeptSequence, type Merge, type Part } from './model.ts'
import { spellFloat, spellInteger } from './numbers.ts'
import { valueOf } from './value.ts'

/** Anchors that look like generated ones are generated again. */
const generated = /^id(?!000$)\d{3,}$/

/** Makes the parts of a document that is written again. */
export class DocumentLoader {
  readonly #version11: boolean
  readonly #done = new Map<Node, Part>()
  readonly #open = new Set<Node>()

  constructor(version11: boolean) {
    this.#version11 = version11
  }

  part(node: Node): Part {
    const done = this.#done.get(node)
    if (done !== undefined) return done
    if (this.#open.has(node)) throw new YamlError('found an alias that names what it is part of', node.mark)
    this.#open.add(node)
    const part = node.kind === 'scalar' ? this.#scalar(node) : node.kind === 'sequence' ? this.#sequence(node) : this.#mapping(node)
    this.#open.delete(node)
    this.#done.set(node, part)
    return part
  }

  #scalar(node: ScalarNode): Part {
    const { anchor } = node
    if (node.tag === 'str' && (node.style === '|' || node.style === '>')) return blockScalar(node)
    const value = constructScalar(node, this.#version11)
    if (typeof value === 'bigint') {
      const text = spellInteger(node, value, this.#version11)
      return anchor === undefined && text === value.toString() ? value : new KeptScalar(value, { text, tag: 'int', anchor })
    }
    if (typeof value === 'number') {
      return Number.isFinite(value) ? new KeptScalar(value, { text: spellFloat(node, value), tag: 'float', anchor }) : value
    }
    if (value instanceof PythonDate) {
      const text = spellTimestamp(node, value)
      return text === value.text ? value : new KeptScalar(value, { text, tag: 'timestamp' })
    }
    if (anchor === undefined) return value
    if (typeof value === 'string') return new KeptScalar(value, { text: value, tag: 'str', style: '', anchor })
    return typeof value === 'boolean' ? new KeptScalar(value, { text: String(value), tag: 'bool', anchor }) : value
  }

  #sequence(node: SequenceNode): Part {
    if (node.tag !== 'seq') throw unknownTag(node)
    const sequence = new KeptSequence()
    if (node.comment !== undefined) sequence.attach(node.comment)
    if (node.anchor !== undefined && !generated.test(node.anchor)) sequence.anchor = node.anchor
    for (const [index, item] of node.items.entries()) {
      if (item.comment !== undefined) sequence.attachToEntry(index, item.comment, 'key')
      item.comment = undefined
      sequence.items.push(this.part(item))
    }
    if (node.items.length > 0) sequence.flow = node.flow
    return sequence
  }

  #mapping(node: MappingNode): Part {
    if (node.tag !== 'map') throw unknownTag(node)
    const mapping = new KeptMapping()
    const merge = this.#merge(node)
    if (node.comment !== undefined) mapping.attach(node.comment)
    if (node.anchor !== undefined && !generated.test(node.anchor)) mapping.anchor = node.anchor
    let last: { key: Scalar; part: Part } | undefined
    for (const [keyNode, valueNode] of node.entries) {
      if (keyNode.tag === 'merge') continue
      const keyPart = isValueMark(keyNode) ? keyNode.value : this.part(keyNode)
      const key = constructKey(valueOf(keyPart), keyNode, node)
      if (keyPart instanceof KeptScalar) mapping.spellings.set(key, keyPart)
      const part = this.part(valueNode)
      refuseDuplicate(mapping.entries, key, keyNode, node)
      attachEntryComments(mapping, { key, keyNode, valueNode, last })
      mapping.add(key, part)
      last = { key, part }
    }
    if (merge !== undefined) mapping.addMerge(merge)
    if (mapping.entries.size > 0) mapping.flow = node.flow
    return mapping
  }

  #merge(node: MappingNode): Merge | undefined {
    const position = node.entries.findIndex(([key]) => key.tag === 'merge')
    const source = node.entries[position]?.[1]
    if (source === undefined) return undefined
    if (node.entries.findLastIndex(([key]) => key.tag === 'merge') !== position) {
      throw new YamlError('found duplicate merge key "<<"', source.mark, { text: 'while constructing a mapping', mark: node.mark })
    }
    const part = this.part(source)
    const mappings = part instanceof KeptSequence ? part.items : [part]
    if (!mappings.every((item) => item instanceof KeptMapping)) {
      throw new YamlError('expected a mapping or list of mappings for merging', source.mark, {
        text: 'while constructing a mapping',
        mark: node.mark,
      })
    }
    return { position, mappings, sequence: part instanceof KeptSequence ? part : undefined }
  }
}

/** Comments of a key and of its value; the one behind a key without a value belongs to the entry before where that is null, too. */
function attachEntryComments(
  mapping: KeptMapping,
  entry: { key: Scalar; keyNode: Node; valueNode: Node; last: { key: Scalar; part: Part } | undefined },
): void {
  const { key, keyNode, valueNode, last } = entry
  const slots = keyNode.comment
  const fifth = slots?.[4] ?? null
  if (slots !== undefined && fifth !== null) {
    slots.splice(4, 1)
    if (last !== undefined && last.part === null) mapping.attachToEntry(last.key, [fifth, ...slots.slice(1)], 'value')
    else mapping.attachToEntry(key, slots, 'key')
    keyNode.comment = undefined
  }
  if (keyNode.comment !== undefined) mapping.attachToEntry(key, keyNode.comment, 'key')
  if (valueNode.comment !== undefined) mapping.attachToEntry(key, valueNode.comment, 'value')
}

/** BEL marks where lines of a folded scalar were broken; it is left out of the value, and stays where it is still a single blank. */
function blockScalar(node: ScalarNode): KeptScalar {
  const [behind] = commentsAt(node.comment, 1) ?? []
  const form = { tag: 'str', style: node.style ?? '|', anchor: node.anchor, behind: typeof behind === 'string' ? behind : undefined }
  if (node.style === '|') return new KeptScalar(node.value, { ...form, text: node.value })
  const value = node.value.replaceAll('\x07', '')
  const text = node.value.replace(/\x07/g, (_mark, at: number) => (isFold(node.value, at) ? '\x07' : ''))
  return new KeptScalar(value, { ...form, text })
}

function isFold(text: string, at: number): boolean {
  const [before, here, behind] = [text[at - 1] ?? ' ', text[at + 1], text[at + 2] ?? ' ']
  return here === ' ' && !/\s/.test(before) && !/\s/.test(behind)
}
