/** A picture of a video: a plane of brightness, and two of colour with half the width and height. */
export interface Frame {
  readonly width: number
  readonly height: number
  /** Row by row, from 16 (black) to 235 (white). */
  readonly luma: Uint8Array
  /** Both planes of colour, one after the other. */
  readonly chroma: Uint8Array
}

const NEWLINE = 10
/** The longest line that a header may be; what is longer is no header. */
const LONGEST_LINE = 4_096

/** Reads frames from a stream of YUV4MPEG2, the form in which ffmpeg hands pictures to other programs (4:2:0, 8 bits). Holds one frame. */
export async function* readY4m(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame, void> {
  const reader = createReader(chunks)
  const header = await reader.line()
  if (header === undefined) return
  const { width, height } = parseHeader(header)
  const colours = 2 * Math.ceil(width / 2) * Math.ceil(height / 2)
  while ((await reader.line()) !== undefined) {
    const planes = await reader.bytes(width * height + colours)
    if (planes === undefined) return
    yield { width, height, luma: planes.subarray(0, width * height), chroma: planes.subarray(width * height) }
  }
}

/** One frame as a stream that ffmpeg reads. */
export function writeY4m({ width, height, luma, chroma }: Frame): Buffer {
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F1:1 Ip A1:1 C420jpeg\nFRAME\n`), luma, chroma])
}

function parseHeader(line: string): { readonly width: number; readonly height: number } {
  const [magic, ...fields] = line.split(' ')
  const field = (letter: string): number => Number(fields.find((part) => part.startsWith(letter))?.slice(1))
  const [width, height] = [field('W'), field('H')]
  if (magic !== 'YUV4MPEG2' || !(width > 0 && height > 0)) throw new Error(`this is no YUV4MPEG2 header: ${line}`)
  return { width, height }
}

interface Reader {
  /** Undefined at the end. */
  line(): Promise<string | undefined>
  /** Undefined where the stream ends before. */
  bytes(count: number): Promise<Buffer | undefined>
}

function createReader(chunks: AsyncIterable<Uint8Array>): Reader {
  const source = chunks[Symbol.asyncIterator]()
  let waiting: Buffer[] = []
  let size = 0
  const more = async (): Promise<boolean> => {
    const { value, done } = await source.next()
    if (done === true) return false
    waiting.push(Buffer.from(value))
    size += value.length
    return true
  }
  const take = (count: number): Buffer => {
    const all = waiting.length === 1 && waiting[0] !== undefined ? waiting[0] : Buffer.concat(waiting)
    waiting = [all.subarray(count)]
    size = all.length - count
    return all.subarray(0, count)
  }
  return {
    line: async () => {
      for (;;) {
        const end = Buffer.concat(waiting).subarray(0, LONGEST_LINE).indexOf(NEWLINE)
        if (end >= 0) return take(end + 1).toString('latin1', 0, end)
        if (size >= LONGEST_LINE || !(await more())) return undefined
      }
    },
    bytes: async (count) => {
      while (size < count) if (!(await more())) return undefined
      return take(count)
    },
  }
}
