import { fourDigitsAt, text } from './text.ts'

/** Powers of ten that are exact in a double. */
const exactPowers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
const MOST_EXPONENT = 22
const MOST_EXPONENT_DIGITS = 3
/** Integers of so many digits are exact in a double, and the general decoder takes them as they are. */
const EXACT_DIGITS = 15
/** So many digits fit a 32-bit integer, and two times as many two of them. */
const CHUNK = 8
/** 2^27 + 1: splits a double into two halves whose products are exact. */
const SPLITTER = 134_217_729
/** Far more than what two doubles together may be off by. */
const UNCERTAINTY = 2 ** -98

const ZERO = 48
const MINUS = 45
const PLUS = 43
const DOT = 46
const LOWER_E = 101
const UPPER_E = 69

/** Where the digits ended that were read last. */
let digitsEnd = 0

/** Reads an integer of at most 15 digits as JSON writes it; NaN for everything else, -0 among it. It ended at {@link numberEnd}. */
export function readInteger(start: number): number {
  const isNegative = text[start] === MINUS
  const first = isNegative ? start + 1 : start
  let integer = readChunk(first)
  if (digitsEnd - first === CHUNK) {
    const rest = readChunk(digitsEnd)
    integer = integer * (exactPowers[digitsEnd - first - CHUNK] as number) + rest
  }
  const digits = digitsEnd - first
  if (digits === 0 || digits > EXACT_DIGITS || (text[first] === ZERO && (digits > 1 || isNegative))) return Number.NaN
  return isNegative ? -integer : integer
}

/** Where the number ended that was read last. */
export function numberEnd(): number {
  return digitsEnd
}

/**
 * Reads a number as JSON writes it, to the nearest double. NaN for what is no number, and for integers of so many digits, or exponents
 * of so many, that the general decoder takes them differently. It ended at {@link numberEnd}.
 */
export function readDouble(start: number): number {
  const isNegative = text[start] === MINUS
  const first = isNegative ? start + 1 : start
  const whole = readInteger(first)
  // Also refuses a second sign.
  if (!(whole >= 0)) return Number.NaN
  let high = whole
  let low = 0
  let lowDigits = 0
  let fraction = 0
  if (text[digitsEnd] === DOT) {
    const point = digitsEnd + 1
    const upper = readChunk(point)
    fraction = digitsEnd - point
    high = whole * (exactPowers[fraction] as number) + upper
    if (fraction === CHUNK) {
      low = readChunk(digitsEnd)
      lowDigits = digitsEnd - point - CHUNK
      for (
        let rest = (text[digitsEnd] as number) - ZERO;
        lowDigits >= CHUNK && rest >= 0 && rest <= 9;
        rest = (text[++digitsEnd] as number) - ZERO
      ) {
        low = low * 10 + rest
        lowDigits += 1
      }
      fraction += lowDigits
    }
    if (fraction === 0) return Number.NaN
  }
  const exponent = readExponent() - fraction
  // Whatever is in doubt is read by the engine.
  const size = high <= Number.MAX_SAFE_INTEGER && lowDigits <= EXACT_DIGITS ? scale(high, low, lowDigits, exponent) : Number.NaN
  if (Number.isNaN(size)) return Number.isNaN(exponent) ? exponent : Number(text.toString('latin1', start, digitsEnd))
  return isNegative ? -size : size
}

/** Reads up to eight digits. */
function readChunk(start: number): number {
  let at = start
  let integer = 0
  for (let four = fourDigitsAt(at); four >= 0; four = fourDigitsAt(at)) {
    integer = integer * 10_000 + four
    at += 4
    if (at === start + CHUNK) {
      digitsEnd = at
      return integer
    }
  }
  for (let digit = (text[at] as number) - ZERO; digit >= 0 && digit <= 9; digit = (text[++at] as number) - ZERO)
    integer = integer * 10 + digit
  digitsEnd = at
  return integer
}

/** Reads the exponent when there is one; NaN when it is none. */
function readExponent(): number {
  const letter = text[digitsEnd]
  if (letter !== LOWER_E && letter !== UPPER_E) return 0
  const sign = text[digitsEnd + 1]
  const first = sign === MINUS || sign === PLUS ? digitsEnd + 2 : digitsEnd + 1
  const exponent = readChunk(first)
  const digits = digitsEnd - first
  if (digits === 0 || digits > MOST_EXPONENT_DIGITS) return Number.NaN
  return sign === MINUS ? -exponent : exponent
}

/** `(high * 10^lowDigits + low) * 10^exponent`, rounded once; NaN when that is in doubt. */
function scale(high: number, low: number, lowDigits: number, exponent: number): number {
  if (!(exponent >= -MOST_EXPONENT && exponent <= MOST_EXPONENT)) return Number.NaN
  const shift = exactPowers[lowDigits] as number
  const product = high * shift
  const upper = product + low
  if (upper <= Number.MAX_SAFE_INTEGER) {
    return exponent < 0 ? upper / (exactPowers[-exponent] as number) : upper * (exactPowers[exponent] as number)
  }
  if (exponent >= 0) return Number.NaN
  const rest = low - (upper - product) + productError(high, shift, product)
  return divide(upper, rest, exactPowers[-exponent] as number)
}

/** The sum of two doubles, divided by a third: as two doubles again, whose sum is rounded if nothing that got lost could change it. */
function divide(upper: number, rest: number, divisor: number): number {
  const quotient = upper / divisor
  const back = quotient * divisor
  const correction = (upper - back - productError(quotient, divisor, back) + rest) / divisor
  const result = quotient + correction
  const off = correction - (result - quotient)
  const doubt = result * UNCERTAINTY
  return result + (off + doubt) === result && result + (off - doubt) === result ? result : Number.NaN
}

/** What rounding took from a product (Dekker). */
function productError(a: number, b: number, product: number): number {
  const aSplit = SPLITTER * a
  const aHigh = aSplit - (aSplit - a)
  const aLow = a - aHigh
  const bSplit = SPLITTER * b
  const bHigh = bSplit - (bSplit - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}
