import type { RepriseError } from '@reprise/protocol'

interface Waiting<Value> {
  readonly resolve: (value: Value) => void
  readonly reject: (error: RepriseError) => void
}

/** Promises that are settled by messages: each has a number that travels with its request. */
export class Requests<Value> {
  readonly #waiting = new Map<number, Waiting<Value>>()
  #last = 0

  get size(): number {
    return this.#waiting.size
  }

  /** A promise for the answer to a request with this number; `send` sends it. */
  open(send: (id: number) => void): Promise<Value> {
    this.#last = (this.#last + 1) % 2 ** 32
    const id = this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      send(id)
    })
  }

  resolve(id: number, value: Value): void {
    this.#waiting.get(id)?.resolve(value)
    this.#waiting.delete(id)
  }

  reject(id: number, error: RepriseError): void {
    this.#waiting.get(id)?.reject(error)
    this.#waiting.delete(id)
  }

  /** Nobody will answer any more. */
  rejectAll(error: RepriseError): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
