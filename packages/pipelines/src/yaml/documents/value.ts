import type { Scalar, Value } from '../../python/index.ts'
import { KeptMapping, KeptScalar, KeptSequence, type Part } from './model.ts'

/** The value of a part, without comments and spelling. */
export function valueOf(part: Part): Value {
  if (part instanceof KeptScalar) return part.value
  if (part instanceof KeptSequence) return part.items.map(valueOf)
  if (!(part instanceof KeptMapping)) return part
  const result = new Map<Scalar, Value>()
  for (const [key, member] of part.entries) result.set(key, valueOf(member))
  return result
}
