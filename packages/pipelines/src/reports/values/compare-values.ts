import { equals, isMapping, isSequence, jsonLoads, repr, type Mapping, type Value } from '../../python/index.ts'
import { flatten } from './flatten.ts'

/** A value in two revisions: null where there is none; `diff` where both are numbers. */
export interface ValueChange {
  readonly old: Value
  readonly new: Value
  readonly diff?: Value
}

/** The values of files in a revision. */
export type FileValues = ReadonlyMap<string, Value>

/**
 * What differs between two revisions: by file, by dotted key; `''` for a file that is one value.
 *
 * @param options `withUnchanged`: also what is the same
 */
export function compareValues(
  old: FileValues,
  current: FileValues,
  options: { readonly withUnchanged?: boolean | undefined } = {},
): Map<string, Map<string, ValueChange>> {
  const withUnchanged = options.withUnchanged ?? false
  const result = new Map<string, Map<string, ValueChange>>()
  for (const file of new Set([...old.keys(), ...current.keys()])) {
    const changes = compareFiles(parse(old.get(file) ?? new Map()), parse(current.get(file) ?? new Map()), withUnchanged)
    if (changes.size > 0) result.set(file, changes)
  }
  return result
}

function compareFiles(old: Value, current: Value, withUnchanged: boolean): Map<string, ValueChange> {
  const changes = new Map<string, ValueChange>()
  const add = (key: string, left: Value, right: Value): void => {
    const change = compareLeaves(left, right, withUnchanged)
    if (change !== undefined) changes.set(key, change)
  }
  if (!isMapping(old) && !isMapping(current)) {
    add('', old, current)
    return changes
  }
  const [left, right] = [leavesOf(old), leavesOf(current)]
  for (const key of new Set([...right.keys.keys(), ...left.keys.keys()]))
    add(key, left.keys.get(key) ?? left.missing, right.keys.get(key) ?? right.missing)
  return changes
}

/** A file that is no mapping beside one that is has no values that can be named. */
function leavesOf(value: Value): { readonly keys: ReadonlyMap<string, Value>; readonly missing: Value } {
  if (isMapping(value)) return { keys: flatten(value), missing: null }
  return { keys: new Map(), missing: isEmpty(value) ? null : 'unable to parse' }
}

function isEmpty(value: Value): boolean {
  return value === null || value === '' || value === 0n || value === 0 || value === false || (isSequence(value) && value.length === 0)
}

function compareLeaves(old: Value, current: Value, withUnchanged: boolean): ValueChange | undefined {
  if (isSequence(old) && isSequence(current) && old.length === 1 && current.length === 1)
    return compareLeaves(old[0] ?? null, current[0] ?? null, withUnchanged)
  if (!withUnchanged && equals(old, current)) return undefined
  const diff = subtract(current, old)
  return { old, new: current, ...(diff === undefined ? {} : { diff }) }
}

function subtract(left: Value, right: Value): Value | undefined {
  const [a, b] = [toNumber(left), toNumber(right)]
  if (a === undefined || b === undefined) return undefined
  return typeof a === 'bigint' && typeof b === 'bigint' ? a - b : Number(a) - Number(b)
}

function toNumber(value: Value): bigint | number | undefined {
  if (typeof value === 'boolean') return BigInt(value)
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined
}

/** A file that is one text or list is taken for JSON where it can be. */
function parse(value: Value): Mapping | Value {
  if (isMapping(value)) return value
  const text = isSequence(value) ? repr(value) : value
  if (typeof text !== 'string') return text
  try {
    return jsonLoads(text, '')
  } catch {
    return text
  }
}
