/** Bytes of a line up to which it may be metrics. */
export const LONGEST_LINE = 1024 * 1024

const [NEWLINE, OPENING_BRACE] = [10, 123]
const blanks: ReadonlySet<number> = new Set([32, 9, 13])

/** Takes a stream apart. */
export interface LineSplitter {
  /** The chunk's memory may be used again afterwards. */
  add(chunk: Uint8Array): void
  /** Hands on a last line without its end. */
  end(): void
}

/** What is found in the lines. */
export interface LineListener {
  /** A line that begins with `{`. */
  readonly onObject: (line: Uint8Array) => void
  /** One that does, and is longer than {@link LONGEST_LINE}. */
  readonly onTooLong: () => void
}

/** Finds the lines of a stream that begin as JSON objects do. Others cost next to nothing, however long they are. */
export function splitLines({ onObject, onTooLong }: LineListener): LineSplitter {
  let state: 'begins' | 'object' | 'other' = 'begins'
  let parts: Buffer[] = []
  let size = 0
  const finish = (): void => {
    if (state === 'object') onObject(Buffer.concat(parts))
    state = 'begins'
    parts = []
    size = 0
  }
  const keep = (bytes: Uint8Array): void => {
    size += bytes.length
    if (size <= LONGEST_LINE) return void parts.push(Buffer.from(bytes))
    onTooLong()
    state = 'other'
    parts = []
  }
  return {
    add: (chunk) => {
      for (let at = 0; at < chunk.length;) {
        const newline = chunk.indexOf(NEWLINE, at)
        const end = newline < 0 ? chunk.length : newline
        while (state === 'begins' && at < end) {
          const byte = chunk[at] ?? NEWLINE
          if (byte === OPENING_BRACE) state = 'object'
          else if (blanks.has(byte)) at += 1
          else state = 'other'
        }
        if (state === 'object') keep(chunk.subarray(at, end))
        if (newline >= 0) finish()
        at = end + 1
      }
    },
    end: finish,
  }
}
