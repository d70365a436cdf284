import { equals, findKey, isMapping, isSequence, type Mapping, type Sequence, type Value } from '../../python/index.ts'
import { KeptMapping, KeptSequence, type Part } from './model.ts'
import { valueOf } from './value.ts'

/**
 * Makes a part equal to a value by touching only what differs, as DVC's `apply_diff` does: unchanged entries keep their comments and spelling,
 * new keys go to the end, a list of another length is replaced as a whole.
 */
export function applyDiff(value: Value, part: Part): void {
  if (isMapping(value) && part instanceof KeptMapping) diffMapping(value, part)
  else if (isSequence(value) && part instanceof KeptSequence) diffSequence(value, part)
  else throw new TypeError('only collections of the same kind can be compared entry by entry')
}

function diffMapping(value: Mapping, part: KeptMapping): void {
  for (const [key, member] of value) {
    const there = findKey(part.entries, key)
    const old = there === undefined ? undefined : part.entries.get(there)
    if (old !== undefined && canDescend(member, old)) applyDiff(member, old)
    else if (old === undefined || !equals(member, valueOf(old))) part.set(there ?? key, member)
  }
  for (const key of part.entries.keys()) if (findKey(value, key) === undefined) part.delete(key)
}

function diffSequence(value: Sequence, part: KeptSequence): void {
  if (value.length !== part.items.length) {
    part.replace(value)
    return
  }
  for (const [index, member] of value.entries()) {
    const old = part.items[index] ?? null
    if (canDescend(member, old)) applyDiff(member, old)
    else if (!equals(member, valueOf(old))) part.set(index, member)
  }
}

function canDescend(value: Value, part: Part): boolean {
  return (isMapping(value) && part instanceof KeptMapping) || (isSequence(value) && part instanceof KeptSequence)
}
