import { isMapping, PythonTuple, type Scalar, type Value } from './value.ts'

/** A copy that shares nothing with the value; what is reached twice in the value is reached twice in the copy, too. */
export function copyValue<T extends Value>(value: T): T {
  return copy(value, new Map()) as T
}

function copy(value: Value, copies: Map<object, Value>): Value {
  if (typeof value !== 'object' || value === null) return value
  const known = copies.get(value)
  if (known !== undefined) return known
  if (isMapping(value)) {
    const made = new Map<Scalar, Value>()
    copies.set(value, made)
    for (const [key, item] of value) made.set(key, copy(item, copies))
    return made
  }
  if (!Array.isArray(value)) return value
  const made: Value[] = value instanceof PythonTuple ? new PythonTuple() : []
  copies.set(value, made)
  for (const item of value) made.push(copy(item as Value, copies))
  return made
}
