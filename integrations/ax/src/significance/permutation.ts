import { createRandom } from './random.ts'

/** Up to so many pairs that differ, all 2^n changes of sign are counted; beyond, so many are drawn. */
const EXACT_PAIRS = 20
const DRAWS = 100_000
const SEED = 0x9e3779b9

export interface PermutationResult {
  readonly pValue: number
  /** How many changes of sign were drawn, undefined when all were counted. */
  readonly draws: number | undefined
}

/**
 * Two-sided p-value of Fisher's paired permutation test (The Design of Experiments, 1935, § 21) of the mean difference: if both sides were alike, each
 * difference could as well have the other sign. Differences of zero change no sum and are left out. Drawn changes count the one that was observed, too
 * (Phipson and Smyth 2010), so that the p-value is never 0. The same differences always give the same p-value.
 */
export function permutePairs(differences: readonly number[]): PermutationResult {
  const sizes = differences.filter((difference) => difference !== 0).map(Math.abs)
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0))
  // Sums of doubles in another order differ in their last digits.
  const atLeast = observed - 1e-9 * sizes.reduce((sum, size) => sum + size, 0)
  if (sizes.length <= EXACT_PAIRS) return { pValue: countAll(sizes, atLeast), draws: undefined }
  return { pValue: (drawSome(sizes, atLeast) + 1) / (DRAWS + 1), draws: DRAWS }
}

/** One sign after another, in the order of Gray's code, so that each sum comes of the one before. */
function countAll(sizes: readonly number[], atLeast: number): number {
  const signs = sizes.map(() => 1)
  let sum = sizes.reduce((total, size) => total + size, 0)
  let extreme = Math.abs(sum) >= atLeast ? 1 : 0
  const count = 2 ** sizes.length
  for (let step = 1; step < count; step++) {
    const flipped = 31 - Math.clz32(step & -step)
    signs[flipped] = -(signs[flipped] ?? 1)
    sum += 2 * (signs[flipped] ?? 1) * (sizes[flipped] ?? 0)
    if (Math.abs(sum) >= atLeast) extreme += 1
  }
  return extreme / count
}

function drawSome(sizes: readonly number[], atLeast: number): number {
  const random = createRandom(SEED)
  let extreme = 0
  for (let draw = 0; draw < DRAWS; draw++) {
    let sum = 0
    for (const size of sizes) sum += random() < 0.5 ? size : -size
    if (Math.abs(sum) >= atLeast) extreme += 1
  }
  return extreme
}
