/** Lanczos' coefficients for g = 7, n = 9. */
const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
]

/** The logarithm of the gamma function for x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const shifted = x - 1
  const base = shifted + 7.5
  const sum = lanczos.reduce((total, coefficient, index) => total + (index === 0 ? coefficient : coefficient / (shifted + index)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

/** The regularised incomplete beta function I_x(a, b), by Lentz' continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  let [c, d, fraction] = [1, 0, 1]
  for (let term = 0; term <= 400; term++) {
    const m = Math.floor(term / 2)
    const numerator = termOf(term, m, { x, a, b })
    d = 1 / nonZero(1 + numerator * d)
    c = nonZero(1 + numerator / c)
    fraction *= c * d
    if (Math.abs(1 - c * d) < 1e-15) break
  }
  return front * (fraction - 1)
}

function termOf(term: number, m: number, { x, a, b }: { readonly x: number; readonly a: number; readonly b: number }): number {
  if (term === 0) return 1
  if (term % 2 === 0) return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
  return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}

/** P(T ≤ t) for Student's t with `freedom` degrees of freedom. */
export function studentCdf(t: number, freedom: number): number {
  const tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  return t >= 0 ? 1 - tail : tail
}

/** The t below which a share `probability` (0 to 1) of Student's distribution lies. */
export function studentQuantile(probability: number, freedom: number): number {
  if (probability === 0.5) return 0
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom)
  let [low, high] = [0, 1]
  while (studentCdf(high, freedom) < probability && high < 1e12) high *= 2
  for (let round = 0; round < 200 && high - low > 1e-12 * high; round++) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
