import { isMapping, isSequence, PythonDate, PythonSet, type Mapping, type Scalar, type Value } from './value.ts'

/**
 * Python's `==`: `1 == 1.0 == True`, NaN equals nothing; lists and tuples of the same members count as equal, as DVC compares them. Members are compared
 * by identity first, and what reads YAML has one NaN: in a list or mapping it equals itself.
 */
export function equals(left: Value, right: Value): boolean {
  if (isNumeric(left) && isNumeric(right)) return number(left) <= number(right) && number(left) >= number(right)
  if (isSequence(left)) {
    return isSequence(right) && left.length === right.length && left.every((member, index) => isSameMember(member, right[index] ?? null))
  }
  if (isMapping(left)) return isMapping(right) && left.size === right.size && containsAll(left, right)
  if (left instanceof PythonDate) return right instanceof PythonDate && left.kind === right.kind && left.text === right.text
  if (left instanceof PythonSet) return right instanceof PythonSet && isSubset(left, right) && isSubset(right, left)
  return left === right
}

/** The key of a mapping that equals `key` in Python's sense (`1`, `1.0` and `True` are the same key); undefined where there is none. */
export function findKey(mapping: ReadonlyMap<Scalar, unknown>, key: Scalar): Scalar | undefined {
  if (mapping.has(key)) return key
  if (typeof key === 'string' || key === null) return undefined
  for (const candidate of mapping.keys()) if (equals(candidate, key)) return candidate
  return undefined
}

function containsAll(left: Mapping, right: Mapping): boolean {
  for (const [key, value] of left) {
    const other = findKey(right, key)
    if (other === undefined || !isSameMember(value, right.get(other) ?? null)) return false
  }
  return true
}

function isSameMember(left: Value, right: Value): boolean {
  return (Number.isNaN(left) && Number.isNaN(right)) || equals(left, right)
}

function isSubset(left: PythonSet, right: PythonSet): boolean {
  return left.members.every((member) => right.members.some((other) => equals(member, other)))
}

function isNumeric(value: Value): value is boolean | bigint | number {
  return typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean'
}

/** Booleans as integers; a bigint and a number are compared exactly. */
function number(value: boolean | bigint | number): bigint | number {
  return typeof value === 'boolean' ? BigInt(value) : value
}
