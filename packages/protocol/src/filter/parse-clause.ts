import type { Comparator, FilterNode, FilterValue } from './ast.ts'
import { type FieldTable, operatorsOf } from './fields/field-table.ts'
import { readFieldName } from './fields/field-name.ts'
import { toValue } from './values/literal.ts'
import { type ResolvedField, resolveField } from './fields/resolve-field.ts'
import type { Token } from './tokens/token.ts'
import type { TokenStream } from './tokens/token-stream.ts'
import { readValueList } from './values/value-list.ts'
import { wrongKind } from './values/wrong-kind.ts'

/** Reads one condition: a comparison, a list or a null test. */
export function parseClause(stream: TokenStream, table: FieldTable): FilterNode {
  const start = stream.peek()
  const name = readFieldName(stream)
  const operator = readOperator(stream, start)
  const resolved = resolveField(name, table, stream)
  switch (operator.kind) {
    case 'null':
      return { kind: 'null', field: resolved.field, negated: operator.negated, position: stream.positionSince(start) }
    case 'in': {
      const values = readValueList(stream, resolved, start)
      const { negated } = operator
      return { kind: 'in', field: resolved.field, negated, values, position: stream.positionSince(start) }
    }
    case 'comparison': {
      const value = readValue(stream, resolved, start)
      const comparator = toComparator(stream, operator, resolved)
      return { kind: 'comparison', field: resolved.field, comparator, value, position: stream.positionSince(start) }
    }
  }
}

type Operator = { kind: 'null' | 'in'; negated: boolean } | WrittenComparator

/** A comparator as written: whether it exists, and suits the field, is told once the value was seen, as MLflow does. */
interface WrittenComparator {
  readonly kind: 'comparison'
  readonly text: string
  readonly token: Token
}

/** Words that compare in SQL. Only the first two do so here; the others are answered by what does. */
const comparingWords = new Set(['LIKE', 'ILIKE', 'RLIKE', 'REGEXP'])

function readOperator(stream: TokenStream, start: Token): Operator {
  const token = stream.peek()
  if (token.kind === 'operator') {
    stream.next()
    return { kind: 'comparison', text: stream.quote(token), token }
  }
  if (stream.takeKeyword('IS')) return readNullTest(stream, start)
  const negated = stream.takeKeyword('NOT')
  if (stream.takeKeyword('IN')) return { kind: 'in', negated }
  const word = stream.keyword()
  if (word === undefined || !comparingWords.has(word)) throw stream.unexpected(start, missingOperator(word))
  stream.next()
  return { kind: 'comparison', text: negated ? `NOT ${word}` : word, token }
}

function missingOperator(word: string | undefined): string {
  if (word === 'BETWEEN') return 'Write a range as two conditions: field >= 1 AND field <= 2.'
  return 'A comparison belongs here: =, !=, LIKE, IN, IS NULL, ...'
}

function readNullTest(stream: TokenStream, start: Token): Operator {
  const negated = stream.takeKeyword('NOT')
  if (!stream.takeKeyword('NULL')) throw stream.unexpected(start, 'IS is followed by NULL or NOT NULL.')
  return { kind: 'null', negated }
}

function readValue(stream: TokenStream, resolved: ResolvedField, start: Token): FilterValue {
  const token = stream.peek()
  const missing = token.kind === 'end' || token.kind === 'operator' || (token.kind === 'symbol' && token.symbol !== '(')
  if (missing) throw stream.unexpected(start, 'A value is missing here.')
  const value = toValue(stream, token, resolved.rule)
  if (value === undefined) throw wrongKind(stream, token, resolved)
  stream.next()
  return value
}

function toComparator(stream: TokenStream, { text, token }: WrittenComparator, { rule }: ResolvedField): Comparator {
  const comparator = rule.comparators.find((each) => each === text)
  if (comparator !== undefined) return comparator
  const valid = operatorsOf(rule).map((each) => `'${each}'`)
  const message = `Invalid comparator '${text}' not one of '{${valid.join(', ')}}'`
  const hint = insteadOf(text)
  throw stream.error(token, hint === undefined ? { message } : { message, hint })
}

function insteadOf(text: string): string | undefined {
  if (text === '==') return 'Equality is =.'
  if (text === '<>') return 'Inequality is !=.'
  if (text.startsWith('NOT ')) return `Write NOT before the condition: NOT field ${text.slice('NOT '.length)} value.`
  return undefined
}
