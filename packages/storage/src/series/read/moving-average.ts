/**
 * An exponential moving average without the pull towards zero at the start: the weighted mean of all finite values so far, each weighing
 * `weight` times as much as the one after it.
 */
export class MovingAverage {
  readonly weight: number
  #sum = 0
  #total = 0

  /** @param weight 0 to below 1. */
  constructor(weight: number) {
    this.weight = weight
  }

  /** NaN before the first finite value. */
  get value(): number {
    return this.#total === 0 ? Number.NaN : this.#sum / this.#total
  }

  add(value: number): void {
    if (value - value !== 0) return
    this.#sum = this.#sum * this.weight + value * (1 - this.weight)
    this.#total = this.#total * this.weight + (1 - this.weight)
  }

  /** Forgets what was added. */
  reset(): void {
    this.#sum = 0
    this.#total = 0
  }

  /** After so many finite values, all that came before them weigh less than a double can tell. */
  get memory(): number {
    return this.weight === 0 ? 1 : Math.ceil(Math.log(2 ** -54) / Math.log(this.weight))
  }
}
