import { commentAt, commentsAt } from '../scanning/tokens.ts'
import { nameAnchors } from './anchors.ts'
import { CommentWriter } from './comments.ts'
import type { WrittenMapping, WrittenNode, WrittenScalar, WrittenSequence } from './nodes.ts'
import { bestWidth, Output } from './output.ts'
import { writeDoubleQuoted, writeFolded, writeLiteral, writePlain, writeSingleQuoted } from './scalars.ts'
import { chooseStyle } from './style.ts'

/** Keys of this length and more, tag included, are written with `?`. */
const maxSimpleKeyLength = 128

/** Where a node stands. */
interface Place {
  readonly root?: boolean
  readonly sequence?: boolean
  readonly mapping?: boolean
  readonly simpleKey?: boolean
}

/** Writes a document, byte for byte as ruamel's RoundTripEmitter does with a width of 80 and sequences below their keys. */
export function emit(root: WrittenNode): string {
  return new Emitter(root).print()
}

class Emitter {
  readonly #root: WrittenNode
  readonly #output = new Output()
  readonly #anchors: ReadonlyMap<WrittenNode, string>
  readonly #written = new Set<WrittenNode>()
  readonly #comments = new CommentWriter(this.#output)
  readonly #flow: ('[' | '{' | '')[] = []

  constructor(root: WrittenNode) {
    this.#root = root
    this.#anchors = nameAnchors(root)
  }

  print(): string {
    this.#node(this.#root, { root: true })
    this.#output.writeIndent()
    if (this.#output.openEnded) {
      this.#output.indicator('...', true)
      this.#output.writeIndent()
    }
    return this.#output.toString()
  }

  #node(node: WrittenNode, place: Place): void {
    const output = this.#output
    const anchor = this.#anchors.get(node)
    const alias = this.#written.has(node)
    if (anchor !== undefined) {
      output.indicator(`${alias ? '*' : '&'}${anchor}`, true)
      output.noNewline = false
    }
    if (alias) return
    this.#written.add(node)
    if (node.kind === 'scalar') this.#scalar(node, anchor === undefined ? place : { ...place, sequence: false })
    else if (node.kind === 'sequence') this.#sequence(node, place)
    else this.#mapping(node)
  }

  #scalar(node: WrittenScalar, place: Place): void {
    const output = this.#output
    const root = place.root === true
    const split = place.simpleKey !== true
    const inBlockSequence = place.sequence === true && this.#flow.length === 0
    const { characters, style, tag } = chooseStyle(node, { simpleKey: !split, flow: this.#flow.length > 0 })
    if (tag !== undefined) {
      output.indicator(tag, true)
      if (inBlockSequence) output.noNewline = true
    }
    output.increaseIndent({ flow: true })
    if (inBlockSequence) output.writeIndent()
    if (style === '"') writeDoubleQuoted(output, characters, split)
    else if (style === "'") writeSingleQuoted(output, characters, split)
    else if (style === '') writePlain(output, characters, { split, root })
    else this.#blockScalar(node, style, { characters, root })
    this.#comments.behind(node.comment)
    output.decreaseIndent()
  }

  #blockScalar(node: WrittenScalar, style: '|' | '>', form: { characters: readonly string[]; root: boolean }): void {
    const [first] = commentsAt(node.comment, 1) ?? []
    const behind = typeof first === 'string' ? first : ''
    const write = style === '|' ? writeLiteral : writeFolded
    write(this.#output, form.characters, { root: form.root, behind })
    // A comment behind a block scalar must stand further left than its lines, or it would be part of it.
    const comment = commentAt(node.comment, 0)
    const indent = this.#output.indent ?? 0
    if (comment !== null && comment.column >= indent) comment.column = indent - 1
  }

  #sequence(node: WrittenSequence, place: Place): void {
    const output = this.#output
    const forced = node.comment !== undefined && this.#commentsOfSequence(node)
    const flow = this.#flow.length > 0 || node.flow || node.items.length === 0
    if (flow) this.#openFlow('[', forced)
    else output.increaseIndent({ sequence: true, indentless: place.mapping === true && !output.indention })
    if (output.sequenceInSequence) {
      output.indention = true
      output.noNewline = false
    }
    if (flow) this.#flowItems(node)
    else this.#blockItems(node)
  }

  /** Comments of a sequence itself; says whether its bracket must be indented behind them. */
  #commentsOfSequence(node: WrittenSequence): boolean {
    const output = this.#output
    const { indention, column } = output
    if (!node.flow && this.#comments.behind(node.comment)) {
      output.indention = false
      output.noNewline = true
    }
    let forced = false
    if (this.#comments.before(node.comment, true)) {
      if (node.flow) forced = output.indents.at(-1)?.sequence !== true
      output.indention = indention
      output.noNewline = !indention
    }
    if (node.flow) output.column = column
    return forced
  }

  #mapping(node: WrittenMapping): void {
    const output = this.#output
    let forced = false
    if (!node.flow) this.#comments.behind(node.comment)
    if ((commentsAt(node.comment, 1)?.length ?? 0) > 0) {
      this.#comments.before(node.comment, true)
      if (node.flow && output.indents.length > 0) forced = output.indents.at(-1)?.sequence !== true
    }
    if (this.#flow.length > 0 || node.flow || node.entries.length === 0) {
      const bare = node.entries.length === 1 && this.#flow.at(-1) === '['
      this.#openFlow(bare ? '' : '{', forced)
      this.#flowEntries(node)
    } else {
      output.increaseIndent()
      this.#blockEntries(node)
    }
  }

  #openFlow(bracket: '[' | '{' | '', forced: boolean): void {
    const output = this.#output
    if (forced) output.increaseIndent({ flow: true, sequence: bracket === '[' })
    output.indicator(' '.repeat(output.flowAlignment(forced)) + bracket, true, { whitespace: true })
    if (!forced) output.increaseIndent({ flow: true, sequence: bracket === '[' })
    this.#flow.push(bracket)
  }

  #closeFlow(bracket: ']' | '}', node: WrittenSequence | WrittenMapping, isEmpty: boolean): void {
    const output = this.#output
    output.decreaseIndent()
    if (this.#flow.pop() !== '') output.indicator(bracket, false)
    const wrote = node.flow && this.#comments.behind(node.comment)
    if (wrote) return
    if (!isEmpty) output.noNewline = false
    else if (this.#flow.length === 0) output.lineBreak()
  }

  #flowItems(node: WrittenSequence): void {
    for (const [index, item] of node.items.entries()) {
      if (index > 0) this.#output.indicator(',', false)
      if (this.#output.column > bestWidth) this.#output.writeIndent()
      this.#node(item, { sequence: true })
    }
    this.#closeFlow(']', node, node.items.length === 0)
  }

  #flowEntries(node: WrittenMapping): void {
    const output = this.#output
    for (const [index, [key, value]] of node.entries.entries()) {
      if (index > 0) output.indicator(',', false)
      if (output.column > bestWidth) output.writeIndent()
      if (this.#isSimpleKey(key)) {
        this.#node(key, { mapping: true, simpleKey: true })
        output.indicator(':', false)
      } else {
        output.indicator('?', true)
        this.#node(key, { mapping: true })
        if (output.column > bestWidth) output.writeIndent()
        output.indicator(':', true)
      }
      this.#node(value, { mapping: true })
    }
    this.#closeFlow('}', node, node.entries.length === 0)
  }

  #blockItems(node: WrittenSequence): void {
    const output = this.#output
    for (const item of node.items) {
      this.#commentsBeforeEntry(item)
      const keepsLine = output.column === 0 && output.noNewline
      output.writeIndent()
      output.indicator('-', true, { indention: true })
      if (keepsLine) output.noNewline = true
      this.#node(item, { sequence: true })
    }
    this.#commentsAtEnd(node)
    output.decreaseIndent()
    output.noNewline = false
  }

  #blockEntries(node: WrittenMapping): void {
    const output = this.#output
    for (const [key, value] of node.entries) {
      this.#commentsBeforeEntry(key)
      output.writeIndent()
      if (this.#isSimpleKey(key)) {
        const alias = this.#written.has(key)
        this.#node(key, { mapping: true, simpleKey: true })
        if (alias) output.raw(' ')
        output.indicator(':', false)
      } else {
        output.indicator('?', true, { indention: true })
        this.#node(key, { mapping: true })
        output.writeIndent()
        output.indicator(':', true, { indention: true })
      }
      this.#node(value, { mapping: true })
    }
    this.#commentsAtEnd(node)
    output.decreaseIndent()
  }

  #isSimpleKey(node: WrittenNode): boolean {
    if (this.#written.has(node)) return true
    if (node.kind === 'sequence') return node.flow || node.items.length === 0
    if (node.kind === 'mapping') return node.flow || node.entries.length === 0
    if (/[\n\x85\u2028\u2029]/.test(node.text)) return false
    const around = (this.#anchors.get(node)?.length ?? 0) + node.tag.length + 2
    return around + node.text.length < maxSimpleKeyLength || around + Array.from(node.text).length < maxSimpleKeyLength
  }

  #commentsBeforeEntry(node: WrittenNode): void {
    if (this.#written.has(node) || (commentsAt(node.comment, 1)?.length ?? 0) === 0) return
    this.#comments.before(node.comment, node.kind !== 'scalar')
  }

  #commentsAtEnd(node: WrittenSequence | WrittenMapping): void {
    this.#comments.before([null, commentsAt(node.comment, 2)], false)
  }
}
