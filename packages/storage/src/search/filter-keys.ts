import type { FilterField, FilterNode, OrderBy } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { findKeys } from '../operations/keys.ts'

/** Ids of the names a search mentions. A name nobody logged has none: its clauses are settled without looking at runs. */
export type KeyIds = ReadonlyMap<string, number>

const NAMES_PER_QUERY = 500

export async function resolveKeys(connection: Connection, filter: FilterNode, order: readonly OrderBy[]): Promise<KeyIds> {
  const names = new Set(order.flatMap(({ field }) => (hasKey(field) ? [field.key] : [])))
  collectNames(filter, names)
  const wanted = [...names]
  const ids = new Map<string, number>()
  for (let at = 0; at < wanted.length; at += NAMES_PER_QUERY) {
    for (const [name, id] of await findKeys(connection, wanted.slice(at, at + NAMES_PER_QUERY))) ids.set(name, id)
  }
  return ids
}

function collectNames(node: FilterNode, names: Set<string>): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const operand of node.operands) collectNames(operand, names)
      return
    case 'not':
      collectNames(node.operand, names)
      return
    default:
      if (hasKey(node.field)) names.add(node.field.key)
  }
}

function hasKey(field: FilterField): boolean {
  return field.entity === 'metric' || field.entity === 'param' || field.entity === 'tag'
}
