import { equals, type Value } from '../python/index.ts'

export type ParameterState = 'new' | 'deleted' | 'modified'

export interface ParameterChange {
  readonly key: string
  readonly state: ParameterState
  /** What the lock file holds; undefined for a new one. */
  readonly old: Value | undefined
  /** What the parameter file holds; undefined for a deleted one. */
  readonly current: Value | undefined
}

/**
 * What changed between lock and file, key by key, in the order in which the stage names them; for a whole file in the order of the file, then of
 * the lock. Values are compared as Python does: `1 == 1.0 == True`, and NaN always counts as modified.
 */
export function compareParameters(
  keys: readonly string[],
  current: ReadonlyMap<string, Value>,
  locked: ReadonlyMap<string, Value>,
): ParameterChange[] {
  const names = keys.length > 0 ? keys : [...new Set([...current.keys(), ...locked.keys()])]
  return names.flatMap((key): ParameterChange[] => {
    const now = current.get(key)
    const old = locked.get(key)
    if (now === undefined) return [{ key, state: 'deleted', old, current: now }]
    if (old === undefined) return [{ key, state: 'new', old, current: now }]
    return equals(now, old) ? [] : [{ key, state: 'modified', old, current: now }]
  })
}

/** The keys that a stage names but its file does not have. */
export function missingParameters(keys: readonly string[], current: ReadonlyMap<string, Value>): string[] {
  return keys.filter((key) => !current.has(key))
}
