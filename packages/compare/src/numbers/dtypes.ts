import type { Tally } from './tally.ts'
import { type FloatKind, fromBrain, fromHalf } from './ulps.ts'

/** How the elements of an array are held against each other. */
export interface ElementType {
  /** Bytes of one element. */
  readonly size: number
  /** Adds the elements at two offsets. */
  readonly add: (tally: Tally, pair: ElementPair) => void
}

export interface ElementPair {
  readonly a: DataView
  readonly b: DataView
  /** Byte offset in both. */
  readonly at: number
  readonly isLittle: boolean
  readonly place: () => string
}

function float(kind: FloatKind, size: number, read: (view: DataView, at: number, isLittle: boolean) => number): ElementType {
  return {
    size,
    add: (tally, { a, b, at, isLittle, place }) => tally.addFloats(read(a, at, isLittle), read(b, at, isLittle), place, kind),
  }
}

function exact(size: number, read: (view: DataView, at: number, isLittle: boolean) => number | bigint): ElementType {
  return {
    size,
    add: (tally, { a, b, at, isLittle, place }) => {
      const [first, second] = [read(a, at, isLittle), read(b, at, isLittle)]
      tally.addExact(first === second, () => ({ place: place(), a: String(first), b: String(second) }))
    },
  }
}

function complex(part: ElementType): ElementType {
  return {
    size: part.size * 2,
    add: (tally, pair) => {
      part.add(tally, pair)
      part.add(tally, { ...pair, at: pair.at + part.size, place: () => `${pair.place()}.imag` })
    },
  }
}

const f4 = float('f32', 4, (view, at, isLittle) => view.getFloat32(at, isLittle))
const f8 = float('f64', 8, (view, at, isLittle) => view.getFloat64(at, isLittle))

/** By NumPy's kind and size: `f4`, `i8`, `c16`, `b1`; `bf2` is bfloat16. */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map([
  ['f2', float('f16', 2, (view, at, isLittle) => fromHalf(view.getUint16(at, isLittle)))],
  ['bf2', float('bf16', 2, (view, at, isLittle) => fromBrain(view.getUint16(at, isLittle)))],
  ['f4', f4],
  ['f8', f8],
  ['c8', complex(f4)],
  ['c16', complex(f8)],
  ['b1', exact(1, (view, at) => view.getUint8(at))],
  ['i1', exact(1, (view, at) => view.getInt8(at))],
  ['u1', exact(1, (view, at) => view.getUint8(at))],
  ['i2', exact(2, (view, at, isLittle) => view.getInt16(at, isLittle))],
  ['u2', exact(2, (view, at, isLittle) => view.getUint16(at, isLittle))],
  ['i4', exact(4, (view, at, isLittle) => view.getInt32(at, isLittle))],
  ['u4', exact(4, (view, at, isLittle) => view.getUint32(at, isLittle))],
  ['i8', exact(8, (view, at, isLittle) => view.getBigInt64(at, isLittle))],
  ['u8', exact(8, (view, at, isLittle) => view.getBigUint64(at, isLittle))],
])

/** The index of an element as NumPy writes it: `[2, 0]`. */
export function printIndex(index: number, shape: readonly number[]): string {
  const parts: number[] = []
  let rest = index
  for (const length of shape.toReversed()) {
    parts.unshift(length === 0 ? 0 : rest % length)
    rest = length === 0 ? 0 : Math.floor(rest / length)
  }
  return `[${parts.join(', ')}]`
}
