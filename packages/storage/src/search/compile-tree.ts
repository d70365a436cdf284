import type { FilterField, FilterNode } from '@reprise/protocol'
import type { Test } from './comparisons.ts'
import { type Condition, conjunction, disjunction, negate } from './conditions.ts'

/** Compiles a filter, given what one test of a field compiles to. */
export function compileTree(node: FilterNode, compileClause: (field: FilterField, test: Test) => Condition): Condition {
  const compile = (operand: FilterNode): Condition => compileTree(operand, compileClause)
  switch (node.kind) {
    case 'and':
      return conjunction(node.operands.map(compile))
    case 'or':
      return disjunction(node.operands.map(compile))
    case 'not':
      return negate(compile(node.operand))
    case 'comparison':
    case 'in':
      return compileClause(node.field, node)
    case 'null': {
      const present = compileClause(node.field, { kind: 'present' })
      return node.negated ? present : negate(present)
    }
    default:
      return node satisfies never
  }
}
