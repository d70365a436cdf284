/** A frame in shades of grey, row by row. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly luma: Uint8Array
}

const NEWLINE = 10
const MARK = 'FRAME'
/** Bytes of the two colour planes, as a share of the luma plane, by colour space. */
const chroma: Readonly<Record<string, number>> = { mono: 0, '420': 0.5, '420jpeg': 0.5, '420mpeg2': 0.5, '422': 1, '444': 2 }

/** The frames of an uncompressed video (YUV4MPEG2, `ffmpeg -i clip.mp4 clip.y4m`). Throws when it is none, or cut off. */
export function readFrames(video: Uint8Array): Frame[] {
  const { width, height, colours, end } = readHeader(video)
  const size = width * height
  const frames: Frame[] = []
  for (let at = end; at < video.length;) {
    const begin = video.indexOf(NEWLINE, at) + 1
    if (!text(video, at, at + MARK.length).startsWith(MARK) || begin + size > video.length) {
      throw new Error(`the video is cut off after ${frames.length} frames`)
    }
    frames.push({ width, height, luma: video.subarray(begin, begin + size) })
    at = begin + size + size * colours
  }
  if (frames.length === 0) throw new Error('the video has no frames')
  return frames
}

function readHeader(video: Uint8Array): { width: number; height: number; colours: number; end: number } {
  const end = video.indexOf(NEWLINE) + 1
  const [magic, ...fields] = text(video, 0, Math.max(0, end - 1)).split(' ')
  const field = (letter: string): string | undefined => fields.find((part) => part.startsWith(letter))?.slice(1)
  const width = Number(field('W'))
  const height = Number(field('H'))
  const colours = chroma[field('C') ?? '420']
  if (magic !== 'YUV4MPEG2' || !(width > 0 && height > 0) || colours === undefined) throw new Error('this is not a YUV4MPEG2 video')
  return { width, height, colours, end }
}

function text(bytes: Uint8Array, from: number, to: number): string {
  return new TextDecoder('latin1').decode(bytes.subarray(from, to))
}
