import { isMapping, isSequence, PythonSet, repr, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'

/** The leaves of nested mappings by dotted key, in order; lists count as leaves, as the text that Python prints for them. */
export function flatten(root: Mapping): Map<string, Value> {
  const result = new Map<string, Value>()
  const visit = (mapping: Mapping, prefix: string): void => {
    for (const [key, value] of mapping) {
      const name = prefix === '' ? keyOf(key) : `${prefix}.${keyOf(key)}`
      if (isMapping(value)) visit(value, name)
      else result.set(name, isSequence(value) || value instanceof PythonSet ? repr(value) : value)
    }
  }
  visit(root, '')
  return result
}

/** A key as JSON has it. */
function keyOf(key: Scalar): string {
  if (key === null) return 'null'
  return typeof key === 'boolean' ? String(key) : str(key)
}
