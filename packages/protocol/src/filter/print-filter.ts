import { RepriseError } from '../errors.ts'
import type { FilterEntity, FilterField, FilterNode, FilterValue } from './ast.ts'
import { formatNumber } from './values/literal.ts'
import { quoteText } from './tokens/quoted.ts'

/**
 * The canonical text of a filter: parsed with the same table, it gives an equal tree (positions aside). It uses MLflow's
 * own spelling where MLflow can say the same. Throws for a tree that no text means: NaN, an empty list, an `and` or `or` of
 * fewer than two operands (but for the empty filter, which prints as '').
 */
export function printFilter(tree: FilterNode): string {
  return tree.kind === 'and' && tree.operands.length === 0 ? '' : printNode(tree)
}

/** A field as filters and orders write it. */
export function printField({ entity, key, aggregate = 'last' }: FilterField): string {
  const path = `${prefixes[entity]}${quoteKey(key)}`
  return entity === 'metric' && aggregate !== 'last' ? `${aggregate}(${path})` : path
}

const prefixes: Readonly<Record<FilterEntity, string>> = {
  attribute: '',
  metric: 'metrics.',
  param: 'params.',
  tag: 'tags.',
  dataset: 'dataset.',
}

function printNode(node: FilterNode): string {
  switch (node.kind) {
    case 'and':
      return printAll(node.operands, { separator: ' AND ', loose: ['and', 'or'] })
    case 'or':
      return printAll(node.operands, { separator: ' OR ', loose: ['or'] })
    case 'not':
      return `NOT ${printInside(node.operand, ['and', 'or'])}`
    case 'comparison':
      return `${printField(node.field)} ${node.comparator} ${printValue(node.value)}`
    case 'in':
      return `${printField(node.field)} ${node.negated ? 'NOT IN' : 'IN'} (${printList(node.values)})`
    case 'null':
      return `${printField(node.field)} ${node.negated ? 'IS NOT NULL' : 'IS NULL'}`
  }
}

interface Joint {
  readonly separator: string
  /** The kinds of operands that need parentheses to stay what they are. */
  readonly loose: readonly FilterNode['kind'][]
}

function printAll(operands: readonly FilterNode[], { separator, loose }: Joint): string {
  if (operands.length < 2) throw unprintable(`${separator.trim()} of fewer than two conditions`)
  return operands.map((operand) => printInside(operand, loose)).join(separator)
}

function printInside(node: FilterNode, loose: Joint['loose']): string {
  return loose.includes(node.kind) ? `(${printNode(node)})` : printNode(node)
}

function printList(values: readonly FilterValue[]): string {
  if (values.length === 0) throw unprintable('empty list')
  return values.map(printValue).join(', ')
}

function printValue(value: FilterValue): string {
  if (typeof value === 'string') return quoteText(value)
  if (Number.isNaN(value)) throw unprintable('NaN')
  return formatNumber(value)
}

const bareKey = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/
/** Words that MLflow's parser takes for SQL even behind a dot. */
const reservedPart = /(?:^|\.)(?:as|case|from|in|using|values)(?:\.|$)/i

function quoteKey(key: string): string {
  if (bareKey.test(key) && !reservedPart.test(key)) return key
  return key.includes('`') ? quoteText(key) : `\`${key}\``
}

function unprintable(what: string) {
  return new RepriseError('INVALID_PARAMETER_VALUE', `No filter can say this tree: it holds an ${what}.`)
}
