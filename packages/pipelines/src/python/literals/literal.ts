import { findKey } from '../equality.ts'
import { isMapping, PythonDate, PythonSet, PythonTuple, type Scalar, type Value } from '../value.ts'
import { readStringLiteral } from './strings.ts'
import type { Syntax } from './syntax.ts'

/** What `ast.literal_eval` makes of an expression; undefined for everything that is no literal, and for bytes and complex numbers. */
export function evaluateLiteral(node: Syntax): Value | undefined {
  switch (node.name) {
    case 'Number':
      return readNumber(node.text)
    case 'String':
      return readStringLiteral(node.text)
    case 'ContinuedString':
      return joinStrings(node.children)
    case 'Boolean':
      return node.text === 'True'
    case 'None':
      return null
    case 'UnaryExpression':
      return evaluateSigned(node)
    case 'ParenthesizedExpression':
      return evaluateOnly(node)
    case 'ArrayExpression':
      return evaluateItems(node)
    case 'TupleExpression':
      return toTuple(evaluateItems(node))
    case 'SetExpression':
      return toSet(evaluateItems(node))
    case 'DictionaryExpression':
      return evaluateDictionary(node)
    default:
      return undefined
  }
}

export function toTuple(items: readonly Value[] | undefined): Value | undefined {
  if (items === undefined) return undefined
  const tuple = new PythonTuple()
  tuple.push(...items)
  return tuple
}

function toSet(items: readonly Value[] | undefined): Value | undefined {
  return items === undefined ? undefined : new PythonSet(items)
}

function readNumber(text: string): Value | undefined {
  const digits = text.replaceAll('_', '').toLowerCase()
  if (/^0[xob]/.test(digits) || /^\d+$/.test(digits)) return BigInt(digits)
  return /^[\d.]+(?:e[-+]?\d+)?$/.test(digits) ? Number(digits) : undefined
}

function joinStrings(parts: readonly Syntax[]): Value | undefined {
  const strings = parts.map((part) => (part.name === 'String' ? readStringLiteral(part.text) : undefined))
  return strings.every((part) => part !== undefined) ? strings.join('') : undefined
}

function evaluateSigned(node: Syntax): Value | undefined {
  const [sign, operand] = node.children
  if (sign === undefined || operand?.name !== 'Number') return undefined
  const value = readNumber(operand.text)
  if (sign.text === '+') return value
  return sign.text === '-' && (typeof value === 'bigint' || typeof value === 'number') ? -value : undefined
}

function evaluateOnly(node: Syntax): Value | undefined {
  const inner = node.children.filter((child) => child.name !== '(' && child.name !== ')')
  return inner.length === 1 && inner[0] !== undefined ? evaluateLiteral(inner[0]) : undefined
}

const punctuation = new Set(['[', ']', '(', ')', '{', '}', ','])

function evaluateItems(node: Syntax): Value[] | undefined {
  return evaluateAll(node.children.filter((child) => !punctuation.has(child.name)))
}

export function evaluateAll(nodes: readonly Syntax[]): Value[] | undefined {
  const items = nodes.map(evaluateLiteral)
  return items.every((item) => item !== undefined) ? items : undefined
}

function evaluateDictionary(node: Syntax): Value | undefined {
  const parts = node.children.filter((child) => !punctuation.has(child.name))
  const result = new Map<Scalar, Value>()
  for (let at = 0; at < parts.length; at += 3) {
    const [key, colon, value] = parts.slice(at, at + 3)
    if (key === undefined || value === undefined || colon?.name !== ':') return undefined
    const name = evaluateLiteral(key)
    const member = evaluateLiteral(value)
    if (name === undefined || member === undefined || !isScalar(name)) return undefined
    result.set(findKey(result, name) ?? name, member)
  }
  return result
}

function isScalar(value: Value): value is Scalar {
  return value === null || typeof value !== 'object' || (value instanceof PythonDate && !isMapping(value))
}
