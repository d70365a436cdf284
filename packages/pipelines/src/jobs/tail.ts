import { closeSync, openSync, readSync } from 'node:fs'

const PART = 64 * 1024

/** Reads what is appended to a file. It is opened each time, since that is when network file systems look whether there is more. */
export class Tail {
  readonly #path: string
  readonly #hear: (bytes: Buffer) => void | Promise<void>
  #read = 0

  constructor(path: string, hear: (bytes: Buffer) => void | Promise<void>) {
    this.#path = path
    this.#hear = hear
  }

  /** Hands over what has come. Nothing where there is no such file. */
  async drain(): Promise<void> {
    for (let part = this.#take(); part !== undefined; part = this.#take()) await this.#hear(part)
  }

  #take(): Buffer | undefined {
    let file: number
    try {
      file = openSync(this.#path, 'r')
    } catch {
      // It comes with the first bytes, or has gone with the job.
      return undefined
    }
    try {
      const part = Buffer.allocUnsafe(PART)
      const length = readSync(file, part, 0, PART, this.#read)
      this.#read += length
      return length === 0 ? undefined : part.subarray(0, length)
    } finally {
      closeSync(file)
    }
  }
}
