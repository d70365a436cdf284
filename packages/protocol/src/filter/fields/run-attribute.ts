import type { FilterField } from '../ast.ts'
import { findClosed } from './resolve-field.ts'
import { runFields } from './run-fields.ts'

/**
 * What an attribute of a run is, written as in filters: `attributes.status`, `status`, `verdict`. It is an attribute, by its canonical
 * name, or the tag that holds it; undefined where it is neither.
 */
export function findRunAttribute(written: string): FilterField | undefined {
  const dot = written.indexOf('.')
  const rule = runFields.entities.find(({ prefixes }) => prefixes.includes(dot < 0 ? 'attribute' : written.slice(0, dot)))
  if (rule?.entity !== 'attribute' || rule.keys.kind !== 'closed') return undefined
  const found = findClosed(written.slice(dot + 1), rule.keys)
  return found && { entity: found.isTag === true ? 'tag' : 'attribute', key: found.key }
}
