export interface ElementType {
  /** As people call it: `float32`. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Reads one element as a number. What a number can not hold exactly is only drawn, never printed. */
  readonly read: (view: DataView, at: number, isLittle: boolean) => number
  /** Reads one element to its last digit; absent where the number has it. */
  readonly print?: (view: DataView, at: number, isLittle: boolean) => string
}

const types: Readonly<Record<string, ElementType>> = {
  f2: { name: 'float16', size: 2, read: (view, at, isLittle) => readHalf(view.getUint16(at, isLittle)) },
  f4: { name: 'float32', size: 4, read: (view, at, isLittle) => view.getFloat32(at, isLittle) },
  f8: { name: 'float64', size: 8, read: (view, at, isLittle) => view.getFloat64(at, isLittle) },
  b1: { name: 'bool', size: 1, read: (view, at) => view.getUint8(at) },
  i1: { name: 'int8', size: 1, read: (view, at) => view.getInt8(at) },
  u1: { name: 'uint8', size: 1, read: (view, at) => view.getUint8(at) },
  i2: { name: 'int16', size: 2, read: (view, at, isLittle) => view.getInt16(at, isLittle) },
  u2: { name: 'uint16', size: 2, read: (view, at, isLittle) => view.getUint16(at, isLittle) },
  i4: { name: 'int32', size: 4, read: (view, at, isLittle) => view.getInt32(at, isLittle) },
  u4: { name: 'uint32', size: 4, read: (view, at, isLittle) => view.getUint32(at, isLittle) },
  i8: {
    name: 'int64',
    size: 8,
    read: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)),
    print: (view, at, isLittle) => String(view.getBigInt64(at, isLittle)),
  },
  u8: {
    name: 'uint64',
    size: 8,
    read: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)),
    print: (view, at, isLittle) => String(view.getBigUint64(at, isLittle)),
  },
}

/** Elements that are plain numbers; undefined for complex ones, texts, dates, records and objects. */
export function elementTypeOf(dtype: string): ElementType | undefined {
  return /^[<>|=]/.test(dtype) ? types[dtype.slice(1)] : undefined
}

/** A number of IEEE 754 with 16 bits. */
function readHalf(bits: number): number {
  const sign = bits & 0x80_00 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3_ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15)
}
