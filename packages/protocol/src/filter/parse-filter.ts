import type { FilterNode } from './ast.ts'
import { quoteSource } from './tokens/excerpt.ts'
import type { FieldTable } from './fields/field-table.ts'
import { filterLimits } from './filter-limits.ts'
import { parseClause } from './parse-clause.ts'
import { assertReadable, filterSource } from './tokens/source.ts'
import type { Token } from './tokens/token.ts'
import { TokenStream } from './tokens/token-stream.ts'

/**
 * Parses a filter over the fields of a table. NOT binds tighter than AND, AND tighter than OR. MLflow's habits are kept:
 * an empty text matches everything, an AND too many is ignored, and one that is missing between two conditions is implied.
 *
 * Throws INVALID_PARAMETER_VALUE, with the place, for everything else; takes time linear in the length.
 */
export function parseFilter(text: string, table: FieldTable): FilterNode {
  assertReadable(text, { what: 'filter', length: filterLimits.length })
  const parser: Parser = { stream: new TokenStream(filterSource(text)), table, clauses: 0 }
  const { stream } = parser
  skipAnds(stream)
  if (stream.peek().kind === 'end') return { kind: 'and', operands: [], position: { offset: 0, length: text.length } }
  const tree = parseOr(parser, 0)
  if (stream.peek().kind !== 'end') throw unfinished(stream)
  return tree
}

interface Parser {
  readonly stream: TokenStream
  readonly table: FieldTable
  clauses: number
}

function parseOr(parser: Parser, depth: number): FilterNode {
  const first = parseAnd(parser, depth)
  const others: FilterNode[] = []
  while (parser.stream.takeKeyword('OR')) others.push(parseAnd(parser, depth))
  return combine('or', first, others)
}

function parseAnd(parser: Parser, depth: number): FilterNode {
  const first = parseNot(parser, depth)
  const others: FilterNode[] = []
  while (takeAnd(parser.stream)) others.push(parseNot(parser, depth))
  return combine('and', first, others)
}

function parseNot(parser: Parser, depth: number): FilterNode {
  const { stream } = parser
  const start = stream.peek()
  if (depth > filterLimits.nesting) throw stream.error(start, { message: `The filter nests deeper than ${filterLimits.nesting} levels.` })
  if (stream.takeKeyword('NOT')) {
    const operand = parseNot(parser, depth + 1)
    return { kind: 'not', operand, position: stream.positionSince(start) }
  }
  if (!stream.takeSymbol('(')) return parseCounted(parser)
  const inner = parseOr(parser, depth + 1)
  if (stream.takeSymbol(')')) return { ...inner, position: stream.positionSince(start) }
  if (stream.peek().kind !== 'end') throw unfinished(stream)
  throw stream.error(start, { message: stream.source.syntaxMessage(['(']), hint: 'The parenthesis that starts here is never closed.' })
}

function parseCounted(parser: Parser): FilterNode {
  parser.clauses++
  if (parser.clauses <= filterLimits.clauses) return parseClause(parser.stream, parser.table)
  const message = `The filter has more than ${filterLimits.clauses} conditions.`
  throw parser.stream.error(parser.stream.peek(), { message, hint: 'To look for many values of one field, use IN.' })
}

/** Whether another operand of an AND follows. */
function takeAnd(stream: TokenStream): boolean {
  if (stream.keyword() === 'AND') {
    skipAnds(stream)
    return stream.peek().kind !== 'end'
  }
  return startsField(stream.peek()) && stream.keyword() !== 'OR' && stream.keyword() !== 'NOT'
}

function startsField(token: Token): boolean {
  return token.kind === 'name' || (token.kind === 'text' && token.doubleQuoted)
}

function skipAnds(stream: TokenStream): void {
  while (stream.keyword() === 'AND') stream.next()
}

function unfinished(stream: TokenStream) {
  const token = stream.peek()
  if (!stream.atSymbol(';') || stream.peek(1).kind === 'end') return stream.unexpected(token, 'Conditions are joined by AND or OR.')
  const { text } = stream.source
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const message = `Search filter contained multiple expression ${quote}${quoteSource(text)}${quote}. Provide AND-ed expression list.`
  return stream.error(token, { message })
}

function combine(kind: 'and' | 'or', first: FilterNode, others: readonly FilterNode[]): FilterNode {
  const last = others.at(-1)
  if (last === undefined) return first
  const { offset } = first.position
  return { kind, operands: [first, ...others], position: { offset, length: last.position.offset + last.position.length - offset } }
}
