import { equals, isMapping, repr, type Value } from '../python/index.ts'

/** One parameter that differs, by its dotted key. */
export interface LeafChange {
  readonly key: string
  readonly old: Value | undefined
  readonly new: Value | undefined
}

/** What differs between two values of the parameter `key`: of two mappings only those of their entries that do, at any depth. */
export function findLeafChanges(key: string, old: Value | undefined, now: Value | undefined): LeafChange[] {
  if (!isMapping(old) || !isMapping(now)) return [{ key, old, new: now }]
  const names = new Set([...old.keys(), ...now.keys()])
  return [...names].flatMap((name) => {
    const [before, after] = [old.get(name), now.get(name)]
    if (before !== undefined && after !== undefined && equals(before, after)) return []
    return findLeafChanges(`${key}.${typeof name === 'string' ? name : repr(name)}`, before, after)
  })
}
