import { RepriseError, toInt64 } from '@reprise/protocol'
import type { Int64 } from '@reprise/protocol'

/** The most buckets one request may ask for: more than any screen has columns. */
export const MAX_BUCKETS = 16_384

/** Below this, sums and differences of a few doubles are exact. */
const EXACT = 2 ** 52

/** Buckets of equal width: number `i` holds `from + i * width <= x < from + (i + 1) * width`, as far as `x <= to`. */
export class BucketGrid {
  readonly from: Int64
  readonly to: Int64
  readonly width: Int64
  readonly count: number
  readonly #exact: boolean

  /** Refuses an empty range, a width below 1 and more than {@link MAX_BUCKETS} buckets (INVALID_PARAMETER_VALUE). */
  constructor({ from, to, width }: { readonly from: Int64; readonly to: Int64; readonly width: Int64 }) {
    if (to < from) throw invalid(`'to' (${to}) is below 'from' (${from})`)
    if (width < 1) throw invalid(`'width' is ${width}: the least is 1`)
    const count = (BigInt(to) - BigInt(from)) / BigInt(width) + 1n
    if (count > MAX_BUCKETS) throw invalid(`${count} buckets: the most is ${MAX_BUCKETS}`)
    this.from = from
    this.to = to
    this.width = width
    this.count = Number(count)
    this.#exact = [from, to, width].every((bound) => typeof bound === 'number' && Math.abs(bound) <= EXACT)
  }

  /** The bucket of an x within the grid. */
  indexOf(x: Int64): number {
    if (!this.#exact) return Number((BigInt(x) - BigInt(this.from)) / BigInt(this.width))
    return Math.floor(((x as number) - (this.from as number)) / (this.width as number))
  }

  /** The lowest and highest x of a bucket. */
  boundsOf(index: number): { low: Int64; high: Int64 } {
    if (this.#exact) {
      const low = (this.from as number) + index * (this.width as number)
      return { low, high: Math.min(this.to as number, low + (this.width as number) - 1) }
    }
    const low = BigInt(this.from) + BigInt(index) * BigInt(this.width)
    const end = low + BigInt(this.width) - 1n
    return { low: toInt64(low), high: end < this.to ? toInt64(end) : this.to }
  }
}

function invalid(why: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Invalid buckets: ${why}.`)
}
