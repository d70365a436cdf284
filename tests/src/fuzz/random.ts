/** Random values that can be had again: every draw follows from the seed, which is printed. */
export interface Random {
  readonly seed: number
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  pick<T>(items: readonly T[]): T
  /** True with a probability. */
  chance(probability: number): boolean
}

/** Mulberry32. The seed comes from FUZZ_SEED, else from the clock. */
export function createRandom(what: string, given = process.env['FUZZ_SEED']): Random {
  const seed = Number(given ?? Date.now() % 2 ** 31)
  process.stdout.write(`${what}: FUZZ_SEED=${seed}\n`)
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    seed,
    next,
    below,
    pick: <T>(items: readonly T[]): T => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    chance: (probability) => next() < probability,
  }
}
