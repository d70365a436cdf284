import { type ElementType, printIndex } from './dtypes.ts'
import type { Tally } from './tally.ts'

export interface ArrayPair {
  readonly a: Uint8Array
  readonly b: Uint8Array
  readonly element: ElementType
  readonly isLittle: boolean
  readonly shape: readonly number[]
  /** What stands before the index: the name of a tensor. */
  readonly name?: string
}

/** Adds two arrays of one type and shape, element by element. */
export function addArrays(tally: Tally, { a, b, element, isLittle, shape, name = '' }: ArrayPair): void {
  const [first, second] = [toView(a), toView(b)]
  for (let at = 0; at + element.size <= Math.min(a.length, b.length); at += element.size) {
    element.add(tally, { a: first, b: second, at, isLittle, place: () => `${name}${printIndex(at / element.size, shape)}` })
  }
}

function toView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
