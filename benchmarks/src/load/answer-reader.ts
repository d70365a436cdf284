const HEADER_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')
const lengthPattern = /content-length: *(\d+)/i
const NOTHING = Buffer.alloc(0)

export interface Answer {
  readonly status: number
  readonly body: Buffer
}

interface Head {
  readonly status: number
  /** Of the body; undefined when it comes in chunks. */
  readonly length: number | undefined
}

/** Puts answers together from what a socket delivers; answers of many megabytes are joined once, at their end. */
export class AnswerReader {
  #head: Head | undefined
  #parts: Buffer[] = []
  #received = 0

  /** Takes bytes; answers the answer when they were its last. */
  read(bytes: Buffer): Answer | undefined {
    const body = this.#head === undefined ? this.#readHead(bytes) : bytes
    if (this.#head === undefined) return undefined
    if (body.length > 0) this.#parts.push(body)
    this.#received += body.length
    const { status, length } = this.#head
    if (length !== undefined && this.#received < length) return undefined
    if (length === undefined && !endsWithLastChunk(this.#parts)) return undefined
    const whole = join(this.#parts)
    this.#head = undefined
    this.#parts = []
    this.#received = 0
    return { status, body: length === undefined ? unchunk(whole) : whole }
  }

  /** What follows the head. */
  #readHead(bytes: Buffer): Buffer {
    const received = join([...this.#parts, bytes])
    const end = received.indexOf(HEADER_END)
    this.#parts = end < 0 ? [received] : []
    if (end < 0) return NOTHING
    const text = received.toString('latin1', 0, end)
    const length = lengthPattern.exec(text)?.[1]
    this.#head = { status: Number(text.slice(9, 12)), length: length === undefined ? undefined : Number(length) }
    return received.subarray(end + HEADER_END.length)
  }
}

function join(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] ?? NOTHING) : Buffer.concat(parts)
}

function endsWithLastChunk(parts: readonly Buffer[]): boolean {
  return join(parts.slice(-LAST_CHUNK.length)).subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (!(size > 0)) return Buffer.concat(parts)
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}
