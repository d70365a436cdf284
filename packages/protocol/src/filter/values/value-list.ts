import type { FilterValue } from '../ast.ts'
import { toValue } from './literal.ts'
import type { ResolvedField } from '../fields/resolve-field.ts'
import type { Token } from '../tokens/token.ts'
import type { TokenStream } from '../tokens/token-stream.ts'
import { wrongKind } from './wrong-kind.ts'

/**
 * Reads `('a', 'b')` or `(1, 2)`; a comma before the closing parenthesis is accepted, as in MLflow. Unlike there, texts in a
 * list are read as everywhere else: MLflow takes lists for Python, where `\n` is a line break and `'a' 'b'` is `'ab'`.
 */
export function readValueList(stream: TokenStream, resolved: ResolvedField, start: Token): FilterValue[] {
  const opening = stream.peek()
  if (!stream.takeSymbol('(')) throw stream.unexpected(start, `A list stands in parentheses: ('a', 'b').`)
  const items = readItems(stream, start)
  if (items.length === 0) throw listError(stream, opening, 'expected a non-empty list of string values, but got empty list')
  return items.map((item) => {
    const value = toValue(stream, item, resolved.rule)
    if (value !== undefined) return value
    if (resolved.rule.values !== 'text') throw wrongKind(stream, item, resolved)
    const shown = items.slice(0, itemsShown).map((each) => stream.quote(each))
    throw listError(stream, item, `expected string value, punctuation, or whitespace, but got different type in list: (${asTuple(shown)})`)
  })
}

/** Items of a wrong list that a message quotes at most. */
const itemsShown = 8

/** As Python shows a tuple, with a comma behind a lone item. */
function asTuple(items: readonly string[]): string {
  return items.length === 1 ? `${items.join()},` : items.join(', ')
}

function readItems(stream: TokenStream, start: Token): Token[] {
  const items: Token[] = []
  while (!stream.takeSymbol(')')) {
    const item = stream.peek()
    if (item.kind === 'end') throw stream.unexpected(start, 'The list is never closed.')
    if (item.kind === 'symbol' || item.kind === 'operator') throw illFormed(stream)
    items.push(stream.next())
    const separated = stream.takeSymbol(',') || stream.atSymbol(')') || stream.peek().kind === 'end'
    if (!separated) throw illFormed(stream)
  }
  return items
}

function illFormed(stream: TokenStream) {
  return listError(stream, stream.peek(), 'expected a non-empty list of string values, but got ill-formed list.')
}

function listError(stream: TokenStream, token: Token, problem: string) {
  return stream.error(token, {
    message: `While parsing a list in the query, ${problem}`,
    hint: "Lists look like this: ('a', 'b') or (1, 2).",
  })
}
