import type { Hash } from 'node:crypto'

/** A stream in bounded memory: all of it counted and digested, its beginning and its end kept. */
export interface KeptBytes {
  readonly size: number
  /** Grows with what was added; tells whether something is new. */
  readonly isCut: boolean
  add(chunk: Uint8Array): void
  /** Digest of everything so far, 64 lower-case hexadecimal digits. */
  sha256(): string
  /** What is kept: everything, or whole lines of the beginning and the end with a line between them that says how much is missing. */
  read(): Buffer
}

/** Keeps up to `limit` bytes of the beginning and as many of the end. Chunks are copied, so their buffers may be used again. */
export function createKeptBytes(limit: number): KeptBytes {
  let hash: Hash | undefined
  // Loaded with the first bytes: the command waits for what is loaded before it starts.
  const toHash = (): Hash => (hash ??= process.getBuiltinModule('node:crypto').createHash('sha256'))
  const head: Buffer[] = []
  const tail: Buffer[] = []
  let [size, headSize, tailSize] = [0, 0, 0]
  const addToTail = (chunk: Buffer): void => {
    tail.push(Buffer.from(chunk))
    tailSize += chunk.length
    for (let first = tail[0]; first !== undefined && tailSize - first.length >= limit; first = tail[0]) {
      tail.shift()
      tailSize -= first.length
    }
  }
  return {
    get size() {
      return size
    },
    get isCut() {
      return size > headSize + tailSize
    },
    add: (bytes) => {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      toHash().update(chunk)
      size += chunk.length
      const forHead = Math.min(chunk.length, limit - headSize)
      if (forHead > 0) head.push(Buffer.from(chunk.subarray(0, forHead)))
      headSize += Math.max(0, forHead)
      if (forHead < chunk.length) addToTail(chunk.subarray(Math.max(0, forHead)))
    },
    sha256: () => toHash().copy().digest('hex'),
    read: () => {
      if (size <= headSize + tailSize) return Buffer.concat([...head, ...tail])
      const beginning = toLastLine(Buffer.concat(head))
      const end = fromFirstLine(Buffer.concat(tail))
      const missing = size - beginning.length - end.length
      return Buffer.concat([beginning, Buffer.from(`\n[… ${missing} bytes are not kept …]\n\n`), end])
    },
  }
}

/** A line that is cut could show half of a secret, which nobody would recognise. */
function toLastLine(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1)
}

function fromFirstLine(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.indexOf(10) + 1)
}
