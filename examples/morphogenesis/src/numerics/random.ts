import { cos, log } from './elementary.ts'

/** A stream of pseudo-random numbers that is the same, bit for bit, on every machine. */
export interface Random {
  /** The next number of the uniform distribution over [0, 1), with 53 random bits. */
  uniform(): number
  /** The next number of the normal distribution with mean 0 and standard deviation 1. */
  normal(): number
  /** Puts `items` into random order, in place. */
  shuffle(items: Uint32Array): void
}

/**
 * A stream of its own for each pair of `seed` (an integer) and `purpose`. Data, weights and batches draw from separate
 * streams, so that a change to one (a wider layer, say) leaves the others as they were.
 */
export function createRandom(seed: number, purpose: string): Random {
  const next = smallFastCounter(seed, hashText(purpose))
  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53
  return {
    uniform,
    // Box–Muller; 1 - u lies in (0, 1], where the logarithm is finite.
    normal: () => Math.sqrt(-2 * log(1 - uniform())) * cos(2 * Math.PI * uniform()),
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = Math.floor(uniform() * (last + 1))
        const moved = items[last] ?? 0
        items[last] = items[other] ?? 0
        items[other] = moved
      }
    },
  }
}

/** Chris Doty-Humphrey's sfc32: 128 bits of state, passes PractRand, and short enough to read. */
function smallFastCounter(seed: number, stream: number): () => number {
  let a = seed | 0
  let b = Math.floor(seed / 2 ** 32) | 0
  let c = stream
  let counter = 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  // Similar seeds start with similar state; a dozen rounds set them apart.
  for (let round = 0; round < 12; round++) next()
  return next
}

/** FNV-1a over the UTF-16 code units of `text`, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash
}
