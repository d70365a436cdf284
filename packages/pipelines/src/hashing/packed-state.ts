import type { FileState } from '@reprise/objects/hashing'

/** Numbers of each file in a {@link PackedStates}. */
export const STATE_FIELDS = 6

/** States of many files in one piece of memory: what crosses threads cheaply. */
export type PackedStates = BigUint64Array<ArrayBuffer>

export function packState(states: PackedStates, index: number, { dev, ino, size, mtimeNs, ctimeNs, mode }: FileState): void {
  states.set([dev, ino, size, mtimeNs, ctimeNs, mode], index * STATE_FIELDS)
}

/** Undefined where none was packed. */
export function unpackState(states: PackedStates, index: number): FileState | undefined {
  const at = (field: number): bigint => states[index * STATE_FIELDS + field] ?? 0n
  if (at(5) === 0n) return undefined
  const signed = (field: number): bigint => BigInt.asIntN(64, at(field))
  return { dev: at(0), ino: at(1), size: at(2), mtimeNs: signed(3), ctimeNs: signed(4), mode: at(5) }
}
