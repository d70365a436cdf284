import { Unreadable } from '../comparer.ts'
import { concatenate, inflate } from './inflate.ts'

const MOST = 128 * 2 ** 20
const LARGEST_PROFILE = 65_536
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Chunks that say nothing of what is seen, and those that are decoded. */
const passing = new Set(['IHDR', 'IDAT', 'IEND', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'eXIf'])
const latin = new TextDecoder('latin1')

/** What a PNG says besides its pixels. */
export interface PngFrame {
  /** Bytes that the pixels take, unpacked. */
  readonly size: number
  /** Every chunk that changes what is seen, palette and colours, to the byte. */
  readonly looks: Uint8Array
}

/** Looks at the chunks. Throws {@link Unreadable} when the file would unpack to more than its size says, or is animated. */
export function readPngFrame(bytes: Uint8Array): PngFrame {
  if (bytes.length < 33) throw new Unreadable('it is cut off')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height, depth] = [view.getUint32(16), view.getUint32(20), bytes[24] ?? 0]
  const line = Math.ceil((width * depth * (channelsOf[bytes[25] ?? 1] ?? 4)) / 8) + 1
  // Interlacing has seven passes with lines of their own.
  const size = line * height + 8 * (height + line)
  if (size > MOST) throw new Unreadable('its pixels are too many to look into')
  const chunks = readChunks(bytes, view)
  inflate(concatenate(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []))), 'zlib', size)
  return { size, looks: concatenate(chunks.flatMap(({ type, whole }) => (passing.has(type) ? [] : [whole]))) }
}

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
  readonly whole: Uint8Array
}

function readChunks(bytes: Uint8Array, view: DataView): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const type = latin.decode(bytes.subarray(at + 4, at + 8))
    if (at + 12 + length > bytes.length) throw new Unreadable('it is cut off')
    if (type === 'acTL') throw new Unreadable('it is animated')
    if (type === 'iCCP' && length > LARGEST_PROFILE) throw new Unreadable('its colour profile is too large')
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, at + 12 + length) })
    at += 12 + length
    if (type === 'IEND' && at !== bytes.length) throw new Unreadable('something follows its end')
  }
  return chunks
}
