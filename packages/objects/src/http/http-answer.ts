import { httpError } from './http-message.ts'
import type { HttpHead } from './parse-head.ts'

/** Bytes that wait for their reader until no more are taken from the connection. */
const MOST_HELD = 256 * 1024

/** What an answer has of the connection that it comes from. */
export interface AnswerSource {
  /** More may come again. */
  resume(): void
  /** Nobody will read the rest. */
  abandon(): void
}

/**
 * The answer to a request. Its body is to be taken in one of the ways there are, once; the connection is used again when all of it has come.
 * A body that breaks off, or is longer or shorter than was said, ends with an error (ECONNRESET, EPROTO).
 */
export class HttpAnswer implements AsyncIterable<Uint8Array> {
  readonly status: number
  readonly reason: string
  readonly headers: HttpHead['headers']
  readonly #source: AnswerSource
  #chunks: Buffer[] = []
  #held = 0
  #limit = MOST_HELD
  #state: 'coming' | 'whole' | 'broken' = 'coming'
  #error: unknown
  #isPaused = false
  #wake: (() => void) | undefined

  constructor({ status, reason, headers }: HttpHead, source: AnswerSource) {
    this.status = status
    this.reason = reason
    this.headers = headers
    this.#source = source
  }

  /** Whether bytes wait for whoever reads them, and not the other way round. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Takes bytes of the body from the connection, which may use its memory again; answers whether it may go on. */
  push(bytes: Buffer): boolean {
    this.#chunks.push(Buffer.from(bytes))
    this.#held += bytes.length
    this.#isPaused = this.#held > this.#limit
    this.#notify()
    return !this.#isPaused
  }

  finish(): void {
    this.#state = 'whole'
    this.#notify()
  }

  fail(error: unknown): void {
    if (this.#state !== 'coming') return
    this.#state = 'broken'
    this.#error = error
    this.#notify()
  }

  /** The whole body. Rejects when it breaks off, or is longer than a number of bytes. */
  async bytes(most = Number.POSITIVE_INFINITY): Promise<Buffer> {
    const bytes = await this.collect(most)
    if (this.#state === 'broken') throw this.#error
    return bytes
  }

  /** The whole body, or what of it came before it broke off. */
  async collect(most = Number.POSITIVE_INFINITY): Promise<Buffer> {
    this.#limit = Number.POSITIVE_INFINITY
    this.#goOn()
    while (this.#state === 'coming') {
      if (this.#held > most) this.#giveUp(httpError('EPROTO', `the answer has more than ${most} bytes where few were expected`))
      else await this.#change()
    }
    const [first] = this.#chunks
    const bytes = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks)
    this.#chunks = []
    return bytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunks = this.#chunks
        this.#chunks = []
        this.#held = 0
        this.#goOn()
        yield* chunks
        if (this.#chunks.length > 0) continue
        if (this.#state === 'broken') throw this.#error
        if (this.#state === 'whole') return
        await this.#change()
      }
    } finally {
      this.destroy()
    }
  }

  /** The body is not wanted, or not any more. */
  destroy(): void {
    this.#chunks = []
    this.#giveUp(httpError('ECONNRESET', 'the answer was given up'))
  }

  #giveUp(error: Error): void {
    if (this.#state !== 'coming') return
    this.fail(error)
    this.#source.abandon()
  }

  #goOn(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#source.resume()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }

  #notify(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
