import type { FilterNode, OrderBy } from '../ast.ts'

/** For tests: the clauses of a filter that holds nothing but AND, one text each. */
export function describeAll(tree: FilterNode): string[] {
  return tree.kind === 'and' ? tree.operands.map(describeClause) : [describeClause(tree)]
}

function describeClause(node: FilterNode): string {
  if (node.kind === 'and' || node.kind === 'or' || node.kind === 'not') return node.kind
  const field = `${node.field.entity} ${node.field.key}`
  if (node.kind === 'comparison') return `${field} ${node.comparator} ${node.value}`
  if (node.kind === 'in') return `${field} ${node.negated ? 'NOT IN' : 'IN'} ${node.values.join('|')}`
  return `${field} ${node.negated ? 'IS NOT NULL' : 'IS NULL'}`
}

/** For tests: the columns of an order, one text each. */
export function describeOrder(columns: readonly OrderBy[]): string[] {
  return columns.map(({ field, direction }) => `${field.entity} ${field.key} ${direction}`)
}

/** For tests: the first line of what a parser complains of. */
export function firstLineOf(parse: () => unknown): string {
  try {
    parse()
  } catch (error) {
    if (error instanceof Error) return error.message.split('\n')[0] ?? ''
  }
  return 'was accepted'
}
