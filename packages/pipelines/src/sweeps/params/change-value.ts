import { RepriseError } from '@reprise/protocol/errors'
import { isMapping, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import type { Override } from './parse-override.ts'

/** A value that one parameter is to have. */
export interface Assignment extends Pick<Override, 'file' | 'key' | 'action'> {
  readonly value: Value
}

/**
 * What a parameter file holds after a change. Keys are names of mappings and numbers of items of lists, with dots between.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE where a key is not there that is to be set, or is there that is to be added
 */
export function changeValue(root: Value, assignment: Assignment): Mapping {
  const changed = change(root, assignment.key.split('.'), assignment)
  if (isMapping(changed)) return changed
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${assignment.file} holds no mapping whose keys could be set.`)
}

function change(value: Value | undefined, [part = '', ...rest]: readonly string[], assignment: Assignment): Value {
  if (Array.isArray(value)) return changeItem(value, [part, ...rest], assignment)
  if (value !== undefined && value !== null && !isMapping(value)) throw notThere(assignment)
  const entries = new Map<Scalar, Value>(value ?? [])
  const key = /^-?\d+$/.test(part) && !entries.has(part) && entries.has(BigInt(part)) ? BigInt(part) : part
  const before = entries.get(key)
  if (rest.length > 0) {
    if (before === undefined && !(assignment.action === 'add' || assignment.action === 'put')) throw notThere(assignment)
    entries.set(key, change(before, rest, assignment))
    return entries
  }
  if (assignment.action === 'add' ? before !== undefined : assignment.action !== 'put' && before === undefined) throw notThere(assignment)
  if (assignment.action === 'remove') entries.delete(key)
  else entries.set(key, assignment.value)
  return entries
}

function changeItem(items: readonly Value[], [part = '', ...rest]: readonly string[], assignment: Assignment): Value[] {
  const index = Number(part)
  if (!/^\d+$/.test(part) || index >= items.length || assignment.action === 'add') throw notThere(assignment)
  if (rest.length > 0) return items.with(index, change(items[index], rest, assignment))
  return assignment.action === 'remove' ? items.toSpliced(index, 1) : items.with(index, assignment.value)
}

function notThere({ file, key, action }: Assignment): RepriseError {
  if (action === 'add')
    return new RepriseError('INVALID_PARAMETER_VALUE', `'${key}' is in ${file} already.`, { hint: `Write ${key}=… without the plus sign.` })
  return new RepriseError('INVALID_PARAMETER_VALUE', `there is no '${key}' in ${file}.`, {
    hint: action === 'remove' ? 'Look at the names of its keys.' : `Look at the names of its keys, or add it: +${key}=…`,
  })
}
