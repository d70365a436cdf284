import { httpError } from './http-message.ts'

/** Bytes of a line with the length of a chunk, or of what may follow the last one. */
const LONGEST_LINE = 16 * 1024

/** Takes a body apart that comes in chunks, each after its length. */
export class ChunkedBody {
  #state: 'length' | 'bytes' | 'end of chunk' | 'trailer' | 'done' = 'length'
  #line = ''
  #left = 0
  #trailer = 0

  get isDone(): boolean {
    return this.#state === 'done'
  }

  /** Hands on what of the bytes is body, and answers how many of them were read: all, unless the body ended before. Throws EPROTO. */
  feed(bytes: Buffer, onBytes: (part: Buffer) => void): number {
    let at = 0
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'bytes') {
        const part = bytes.subarray(at, at + this.#left)
        this.#left -= part.length
        at += part.length
        onBytes(part)
        if (this.#left === 0) this.#state = 'end of chunk'
        continue
      }
      const newline = bytes.indexOf(10, at)
      const end = newline < 0 ? bytes.length : newline + 1
      this.#line += bytes.toString('latin1', at, end)
      if (this.#line.length > LONGEST_LINE) throw httpError('EPROTO', 'the chunks of the answer are malformed')
      at = end
      if (newline >= 0) this.#endLine()
    }
    return at
  }

  #endLine(): void {
    const line = this.#line
    this.#line = ''
    if (!line.endsWith('\r\n')) throw httpError('EPROTO', 'the chunks of the answer are malformed')
    if (this.#state === 'end of chunk') {
      if (line !== '\r\n') throw httpError('EPROTO', 'the chunks of the answer are malformed')
      this.#state = 'length'
    } else if (this.#state === 'length') {
      const [, length] = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?\r\n$/i.exec(line) ?? []
      if (length === undefined) throw httpError('EPROTO', 'the chunks of the answer are malformed')
      this.#left = Number.parseInt(length, 16)
      this.#state = this.#left === 0 ? 'trailer' : 'bytes'
    } else {
      this.#trailer += line.length
      if (this.#trailer > LONGEST_LINE) throw httpError('EPROTO', 'the chunks of the answer are malformed')
      if (line === '\r\n') this.#state = 'done'
    }
  }
}
