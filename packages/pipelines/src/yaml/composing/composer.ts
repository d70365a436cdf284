import { YamlError, type Mark } from '../scanning/errors.ts'
import { Scanner, splitComment } from '../scanning/scanner.ts'
import { commentAt, commentsAt, moveComment, type Slots, type Token } from '../scanning/tokens.ts'
import type { MappingNode, Node, ScalarNode, SequenceNode, Tag } from './nodes.ts'
import { resolvePlain } from './resolve.ts'
import { Tags } from './tags.ts'

/** How deep a document may be nested. */
const maxDepth = 250

interface Properties {
  readonly tag: Tag | undefined
  readonly tagged: boolean
  readonly anchor: string | undefined
  readonly mark: Mark
}

/**
 * Composes the one document of a text into nodes; comments hang on the nodes where ruamel puts them. Where a comment goes is decided by the order
 * in which tokens are looked at and taken, which is that of ruamel's RoundTripParser.
 */
export class Composer {
  readonly #scanner: Scanner
  readonly #tags = new Tags()
  readonly #anchors = new Map<string, Node>()
  #depth = 0
  /** Whether any alias was met. */
  aliased = false

  constructor(text: string, roundTrip: boolean) {
    this.#scanner = new Scanner(text, roundTrip)
  }

  get version11(): boolean {
    return this.#scanner.version11
  }

  /** The root of the document; undefined where the text holds none. */
  compose(): Node | undefined {
    this.#move(this.#scanner.take())
    if (!this.#startDocument()) return undefined
    const outside = this.#scanner.check('<directive>', '<document start>', '<document end>', '<stream end>')
    const root = outside ? this.#empty(this.#scanner.peek().start) : this.#node({ block: true })
    const start = root.mark
    if (this.#endDocument()) {
      const problem = 'expected a single document in the stream, but found another document'
      throw new YamlError(problem, this.#scanner.peek().start, { text: 'the first begins', mark: start })
    }
    return root
  }

  /** Whether a document begins, behind directives and `---` where they stand. */
  #startDocument(): boolean {
    const scanner = this.#scanner
    if (!scanner.check('<directive>', '<document start>', '<document end>', '<stream end>')) return true
    while (scanner.check('<document end>')) scanner.take()
    if (scanner.check('<stream end>')) return false
    while (scanner.check('<directive>')) this.#tags.read(scanner.take())
    if (!scanner.check('<document start>')) throw this.#unexpected("expected '<document start>'")
    scanner.take()
    return true
  }

  /** Whether another document follows. */
  #endDocument(): boolean {
    const scanner = this.#scanner
    while (scanner.check('<document end>')) {
      const marker = scanner.take()
      const next = scanner.peek()
      if (next.kind !== '<stream end>' && marker.end.line === next.start.line) {
        throw new YamlError(`found non-comment content after document end marker, '${next.kind}'`, next.start)
      }
    }
    return !scanner.check('<stream end>')
  }

  #node(where: { block?: boolean; indentless?: boolean }): Node {
    if (this.#scanner.check('<alias>')) return this.#alias()
    if (++this.#depth > maxDepth) throw new YamlError(`the document is nested deeper than ${maxDepth} levels`, this.#scanner.peek().start)
    const node = this.#content(this.#properties(), where)
    this.#depth--
    return node
  }

  #alias(): Node {
    const token = this.#scanner.take()
    const node = this.#anchors.get(token.value)
    this.aliased = true
    if (node === undefined) throw new YamlError(`found undefined alias '${token.value}'`, token.start)
    return node
  }

  #properties(): Properties {
    const scanner = this.#scanner
    let anchor: Token | undefined
    let tag: Token | undefined
    if (scanner.check('<anchor>')) {
      anchor = this.#move(scanner.take())
      if (scanner.check('<tag>')) tag = scanner.take()
    } else if (scanner.check('<tag>')) {
      tag = this.#move(scanner.take())
      if (scanner.check('<anchor>')) anchor = scanner.take()
    }
    const mark = (anchor ?? tag ?? scanner.peek()).start
    const resolved = tag === undefined ? undefined : this.#tags.resolve(tag)
    return { tag: resolved, tagged: tag !== undefined && tag.handle !== null, anchor: anchor?.value, mark }
  }

  #content(properties: Properties, where: { block?: boolean; indentless?: boolean }): Node {
    const scanner = this.#scanner
    if (where.indentless === true && scanner.check('-')) return this.#indentlessSequence(properties)
    if (scanner.check('<scalar>')) return this.#scalar(properties, scanner.take())
    if (scanner.check('[')) return this.#flowSequence(properties)
    if (scanner.check('{')) return this.#flowMapping(properties)
    if (where.block === true && scanner.check('<block sequence start>')) return this.#blockSequence(properties)
    if (where.block === true && scanner.check('<block mapping start>')) return this.#blockMapping(properties)
    if (properties.anchor !== undefined || properties.tag !== undefined) {
      const tag = properties.tag === '!' ? 'null' : (properties.tag ?? 'null')
      return this.#named({ ...this.#empty(properties.mark), tag, tagged: properties.tagged, anchor: properties.anchor })
    }
    throw this.#unexpected('expected the node content', `while parsing a ${where.block === true ? 'block' : 'flow'} node`, properties.mark)
  }

  #scalar(properties: Properties, token: Token): Node {
    const implicit = token.plain || properties.tag === '!' ? resolvePlain(token.value, this.version11) : 'str'
    const tag = properties.tag === undefined || properties.tag === '!' ? implicit : properties.tag
    return this.#named<ScalarNode>({ ...properties, kind: 'scalar', tag, value: token.value, style: token.style, comment: token.comment })
  }

  #empty(mark: Mark, comment?: Slots): ScalarNode {
    return { kind: 'scalar', tag: 'null', tagged: false, anchor: undefined, mark, value: '', style: undefined, comment }
  }

  #sequence(properties: Properties, flow: boolean, comment: Slots | undefined): SequenceNode {
    return this.#named({ ...properties, kind: 'sequence', tag: collectionTag(properties, 'seq'), items: [], flow, comment })
  }

  #mapping(properties: Properties, flow: boolean, comment: Slots | undefined): MappingNode {
    return this.#named({ ...properties, kind: 'mapping', tag: collectionTag(properties, 'map'), entries: [], flow, comment })
  }

  #named<T extends Node>(node: T): T {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    return node
  }

  #blockSequence(properties: Properties): Node {
    const first = this.#scanner.peek()
    const comment = (first.comment?.[1] ?? null) === null ? splitComment(first) : first.comment
    const node = this.#sequence(properties, false, comment)
    this.#scanner.take()
    while (this.#scanner.check('-')) this.#entry(node, ['-', '<block end>'])
    if (!this.#scanner.check('<block end>')) throw this.#unexpected('expected <block end>', 'while parsing a block collection', first.start)
    this.#close(node, this.#scanner.take().comment)
    return node
  }

  /** A sequence whose dashes stand below the first letter of its key. */
  #indentlessSequence(properties: Properties): Node {
    const first = this.#scanner.peek()
    let comment: Slots | undefined
    if (first.comment !== undefined && commentAt(first.comment, 0) !== null) {
      comment = [commentAt(first.comment, 0), []]
      first.comment[0] = null
    } else if (first.comment !== undefined && (commentsAt(first.comment, 1)?.length ?? 0) > 0) {
      comment = [null, commentsAt(first.comment, 1)]
      first.comment[1] = null
    }
    const node = this.#sequence(properties, false, comment)
    while (this.#scanner.check('-')) this.#entry(node, ['-', '?', ':', '<block end>'])
    this.#close(node, this.#scanner.peek().comment)
    return node
  }

  #entry(node: SequenceNode, ends: readonly Token['kind'][]): void {
    const dash = this.#move(this.#scanner.take())
    node.items.push(this.#scanner.check(...ends) ? this.#empty(dash.end) : this.#node({ block: true }))
  }

  #blockMapping(properties: Properties): Node {
    const first = this.#scanner.peek()
    const node = this.#mapping(properties, false, first.comment)
    this.#scanner.take()
    while (this.#scanner.check('?', ':')) {
      const key = this.#blockKey()
      node.entries.push([key, this.#blockValue()])
    }
    if (!this.#scanner.check('<block end>')) throw this.#unexpected('expected <block end>', 'while parsing a block mapping', first.start)
    const token = this.#move(this.#scanner.take())
    this.#close(node, token.comment)
    return node
  }

  #blockKey(): Node {
    const scanner = this.#scanner
    if (!scanner.check('?')) return this.#empty(scanner.peek().start)
    const token = this.#move(scanner.take())
    return scanner.check('?', ':', '<block end>') ? this.#empty(token.end) : this.#node({ block: true, indentless: true })
  }

  #blockValue(): Node {
    const scanner = this.#scanner
    if (!scanner.check(':')) return this.#empty(scanner.peek().start)
    const token = scanner.take()
    if (scanner.check(':')) this.#move(token)
    else if (!scanner.check('?')) this.#move(token, true)
    if (!scanner.check('?', ':', '<block end>')) return this.#node({ block: true, indentless: true })
    if (token.comment !== undefined) return this.#empty(token.end, token.comment)
    const next = scanner.peek()
    const comment = next.comment
    if (comment === undefined) return this.#empty(next.end)
    next.comment = [null, comment[1] ?? null]
    return this.#empty(next.end, [comment[0] ?? null, null])
  }

  #flowSequence(properties: Properties): Node {
    const scanner = this.#scanner
    const node = this.#sequence(properties, true, scanner.peek().comment)
    const start = scanner.take().start
    for (let first = true; !scanner.check(']'); first = false) {
      if (!first) this.#comma(']', 'while parsing a flow sequence', start)
      if (scanner.check('?')) node.items.push(this.#flowPair())
      else if (!scanner.check(']')) node.items.push(this.#node({}))
      else break
    }
    this.#closeFlow(node, scanner.take().comment)
    return node
  }

  /** `[a: 1]` holds a mapping of one entry. */
  #flowPair(): Node {
    const scanner = this.#scanner
    const node = this.#mapping({ tag: undefined, tagged: false, anchor: undefined, mark: scanner.peek().start }, true, undefined)
    const token = scanner.take()
    const key = scanner.check(':', ',', ']') ? this.#empty(token.end) : this.#node({})
    node.entries.push([key, this.#flowValue([',', ']'])])
    return node
  }

  #flowMapping(properties: Properties): Node {
    const scanner = this.#scanner
    const node = this.#mapping(properties, true, scanner.peek().comment)
    const start = scanner.take().start
    for (let first = true; !scanner.check('}'); first = false) {
      if (!first) this.#comma('}', 'while parsing a flow mapping', start)
      if (scanner.check('?')) {
        const token = scanner.take()
        const key = scanner.check(':', ',', '}') ? this.#empty(token.end) : this.#node({})
        node.entries.push([key, this.#flowValue([',', '}'])])
      } else if (scanner.check(':')) {
        node.entries.push([this.#empty(scanner.peek().end), this.#flowValue([',', '}'])])
      } else if (!scanner.check('}')) {
        const key = this.#node({})
        node.entries.push([key, this.#empty(scanner.peek().start)])
      } else break
    }
    this.#closeFlow(node, scanner.take().comment)
    return node
  }

  #flowValue(ends: readonly Token['kind'][]): Node {
    const scanner = this.#scanner
    if (!scanner.check(':')) return this.#empty(scanner.peek().start)
    const token = scanner.take()
    return scanner.check(...ends) ? this.#empty(token.end) : this.#node({})
  }

  #comma(close: string, context: string, mark: Mark): void {
    if (!this.#scanner.check(',')) throw this.#unexpected(`expected ',' or '${close}'`, context, mark, 'got')
    this.#scanner.take()
  }

  #closeFlow(node: SequenceNode | MappingNode, comment: Slots | undefined): void {
    if (comment !== undefined) node.comment = comment
    this.#close(node, comment)
  }

  /** Comments before the end of a collection have nothing to move to: they are kept as its third. */
  #close(node: SequenceNode | MappingNode, comment: Slots | undefined): void {
    const before = commentsAt(comment, 1)
    if (comment === undefined || before === null || before.length === 0) return
    node.comment ??= [null, null]
    node.comment.push(before)
    comment[1] = null
  }

  #move(token: Token, empty = false): Token {
    moveComment(token, this.#scanner.peek(), empty)
    return token
  }

  #unexpected(expected: string, context?: string, mark?: Mark, found = 'found'): YamlError {
    const token = this.#scanner.peek()
    const where = context === undefined || mark === undefined ? undefined : { text: context, mark }
    return new YamlError(`${expected}, but ${found} '${token.kind}'`, token.start, where)
  }
}

function collectionTag(properties: Properties, standard: Tag): Tag {
  return properties.tag === undefined || properties.tag === '!' ? standard : properties.tag
}
