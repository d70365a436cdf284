/** A stream of numbers that is the same for the same seed, so that a failure comes again. */
export interface Random {
  /** An integer, 0 ≤ x < bound. */
  below(bound: number): number
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    below: (bound) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * bound)
    },
  }
}
