/**
 * Orders strings as Python does, by code point. JavaScript orders by UTF-16 unit, which puts U+1F600 (surrogates) before U+FF5E: hashes of
 * folders would differ.
 */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Moves the surrogates behind every other unit; among themselves they keep their order. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
