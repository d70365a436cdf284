/** Floating-point types of arrays. */
export type FloatKind = 'f64' | 'f32' | 'f16' | 'bf16'

const view = new DataView(new ArrayBuffer(8))

/** How many representable numbers of a type lie between two of them, as a double; infinite where one is NaN. Both zeros are one number. */
export function ulpsBetween(a: number, b: number, kind: FloatKind): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity
  if (kind === 'f64') return Math.abs(Number(ordinal64(a) - ordinal64(b)))
  if (kind === 'f32') return Math.abs(ordinal32(a) - ordinal32(b))
  if (kind === 'bf16') return Math.abs(Math.trunc(ordinal32(a) / 65_536) - Math.trunc(ordinal32(b) / 65_536))
  return Math.abs(ordinal16(a) - ordinal16(b))
}

function ordinal64(value: number): bigint {
  view.setFloat64(0, value)
  const bits = view.getBigInt64(0)
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits
}

function ordinal32(value: number): number {
  view.setFloat32(0, value)
  const bits = view.getInt32(0)
  return bits < 0 ? -(bits & 0x7fff_ffff) : bits
}

function ordinal16(value: number): number {
  const size = Math.abs(value)
  const exponent = size < 2 ** -14 ? -14 : Math.min(16, Math.floor(Math.log2(size)))
  const ordinal = (exponent + 15) * 1_024 + (size / 2 ** exponent - 1) * 1_024
  const bits = size === Infinity ? 0x7c00 : size < 2 ** -14 ? size * 2 ** 24 : ordinal
  return value < 0 ? -bits : bits
}

/** The number that 16 bits of IEEE 754 half precision stand for. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return sign * (1 + fraction / 1_024) * 2 ** (exponent - 15)
}

/** The number that 16 bits of bfloat16 stand for: the upper half of a float32. */
export function fromBrain(bits: number): number {
  view.setUint32(0, bits * 65_536)
  return view.getFloat32(0)
}
