/** Numbers from which a step chooses among what there is at its time: small ones mean what was first there. */
export class Choices {
  readonly #numbers: readonly number[]
  #at = 0

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }

  number(below: number): number {
    const next = this.#numbers[this.#at++ % this.#numbers.length] ?? 0
    // Numbers that are taken a second time shall not choose the same again.
    return (next + Math.floor(this.#at / (this.#numbers.length + 1))) % below
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.number(times) === times - 1
  }

  of<T>(items: readonly [T, ...T[]]): T
  of<T>(items: readonly T[]): T | undefined
  of<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.number(items.length)]
  }

  /** Some of them, in their order. */
  some<T>(items: readonly T[], atMost: number): T[] {
    const wanted = new Set(Array.from({ length: this.number(atMost + 1) }, () => this.of(items)))
    return items.filter((item) => wanted.has(item))
  }
}
