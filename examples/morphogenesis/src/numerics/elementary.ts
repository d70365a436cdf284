// exp, log, sin and cos from +, -, * and / alone.
// ECMAScript leaves the last bits of Math.exp and its kin to the engine, while IEEE 754 fixes every bit of the four
// operations (and of Math.sqrt). A run made of these functions gives the same bits on any machine, so that two
// recordings of it can be compared for equality. Errors stay within a few units in the last place.

const LN2_HIGH = 6.9314718036912381649e-1
const LN2_LOW = 1.90821492927058770002e-10
const HALF_PI_HIGH = 1.57079632673412561417
const HALF_PI_LOW = 6.07710050650619224932e-11
const SMALLEST_EXPONENT = -1022
const LARGEST_EXPONENT = 1023

/** e to the power of `x`. Below the normal numbers (x < -708) the answer is 0, above them Infinity. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x
  const exponent = Math.round(x / (LN2_HIGH + LN2_LOW))
  if (exponent < SMALLEST_EXPONENT) return 0
  if (exponent > LARGEST_EXPONENT) return Infinity
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW
  let sum = 1
  for (let term = 14; term >= 1; term--) sum = 1 + (rest / term) * sum
  return sum * (powersOfTwo[exponent - SMALLEST_EXPONENT] ?? Number.NaN)
}

/** The natural logarithm of `x`; NaN unless `x` is positive and finite. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return Number.NaN
  let exponent = 0
  let mantissa = x
  for (; mantissa > Math.SQRT2; mantissa /= 2) exponent++
  for (; mantissa < Math.SQRT1_2; mantissa *= 2) exponent--
  // log m = 2 artanh((m - 1) / (m + 1)), a series in a ratio of at most 0.172.
  const ratio = (mantissa - 1) / (mantissa + 1)
  const square = ratio * ratio
  let sum = 0
  for (let power = 23; power >= 1; power -= 2) sum = sum * square + 1 / power
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * ratio * sum)
}

/** The sine of `angle` in radians, for angles of up to some thousand turns. */
export function sin(angle: number): number {
  const quarters = Math.round(angle / (HALF_PI_HIGH + HALF_PI_LOW))
  return sinOfQuarter(angle - quarters * HALF_PI_HIGH - quarters * HALF_PI_LOW, quarters & 3)
}

/** The cosine of `angle` in radians, for angles of up to some thousand turns. */
export function cos(angle: number): number {
  const quarters = Math.round(angle / (HALF_PI_HIGH + HALF_PI_LOW))
  return sinOfQuarter(angle - quarters * HALF_PI_HIGH - quarters * HALF_PI_LOW, (quarters + 1) & 3)
}

/** sin(rest + quarter · π/2) for |rest| ≤ π/4. */
function sinOfQuarter(rest: number, quarter: number): number {
  const startsAsCosine = quarter % 2 === 1
  const size = startsAsCosine ? alternatingSeries(rest, 16) : rest * alternatingSeries(rest, 17)
  return quarter < 2 ? size : -size
}

/** 1 - x²/(n(n-1))·(…) from the innermost term outwards: cos x for even `last`, sin x / x for odd. */
function alternatingSeries(x: number, last: number): number {
  let sum = 1
  for (let n = last; n >= 2; n -= 2) sum = 1 - ((x * x) / (n * (n - 1))) * sum
  return sum
}

const powersOfTwo = Float64Array.from({ length: LARGEST_EXPONENT - SMALLEST_EXPONENT + 1 })
powersOfTwo[-SMALLEST_EXPONENT] = 1
for (let i = -SMALLEST_EXPONENT + 1; i < powersOfTwo.length; i++) powersOfTwo[i] = (powersOfTwo[i - 1] ?? 0) * 2
for (let i = -SMALLEST_EXPONENT - 1; i >= 0; i--) powersOfTwo[i] = (powersOfTwo[i + 1] ?? 0) / 2
