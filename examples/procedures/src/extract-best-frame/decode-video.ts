import { open } from 'node:fs/promises'
import { startFfmpeg } from './ffmpeg.ts'
import { VideoError } from './video-error.ts'
import { type Frame, readY4m } from './y4m.ts'

/** Only what lies on this machine is read, whatever a file says of other places. */
const LOCAL_ONLY = ['-protocol_whitelist', 'file,pipe']

/** What ffmpeg says where a video has frames, but not all of them. */
const damages = /partial file|read error|ended prematurely|damaged|corrupt|truncat|invalid data|error while decoding/i
const NO_STREAM = /matches no streams|does not contain any stream/

/** The frames of a video in any format that ffmpeg knows, as they are decoded. Throws a VideoError, after the frames that could be read. */
export async function* decodeVideo(path: string, ffmpeg?: string): AsyncGenerator<Frame, void> {
  const hasIndex = await looksLikeMp4(path)
  const input = [...LOCAL_ONLY, '-nostdin', '-i', `file:${path}`]
  // Each picture once, in order, however unevenly they are spaced.
  const output = ['-map', '0:v:0', '-vsync', 'passthrough', '-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', '-']
  const decoding = await startFfmpeg(ffmpeg, [...input, ...output])
  let frames = 0
  try {
    for await (const frame of readY4m(decoding.output)) {
      frames += 1
      yield frame
    }
    const { code, complaints } = await decoding.ended
    const trouble = findTrouble({ code, complaints, frames, hasIndex })
    if (trouble !== undefined) throw new VideoError(trouble.name, `${path} ${trouble.text}`)
  } finally {
    decoding.stop()
  }
}

interface Decoded {
  readonly code: number
  readonly complaints: string
  readonly frames: number
  /** Whether the file begins as an MP4 does, which can not be read without its index. */
  readonly hasIndex: boolean
}

interface Trouble {
  readonly name: 'NotAVideo' | 'DamagedVideo' | 'NoFrames'
  readonly text: string
}

function findTrouble({ code, complaints, frames, hasIndex }: Decoded): Trouble | undefined {
  if (frames > 0) {
    const isWhole = code === 0 && !damages.test(complaints)
    return isWhole ? undefined : { name: 'DamagedVideo', text: `is cut off or damaged after ${frames} frames` }
  }
  if (NO_STREAM.test(complaints)) return { name: 'NoFrames', text: 'has no pictures' }
  if (hasIndex && complaints.includes('moov atom not found')) return { name: 'DamagedVideo', text: 'is cut off before its first frame' }
  return code === 0 ? { name: 'NoFrames', text: 'has no frames' } : { name: 'NotAVideo', text: 'is not a video' }
}

async function looksLikeMp4(path: string): Promise<boolean> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new VideoError('NoSuchVideo', cause.code === 'ENOENT' ? `there is no file ${path}` : `${path} can not be read: ${cause.message}`)
  })
  try {
    if ((await file.stat()).isDirectory()) throw new VideoError('NoSuchVideo', `${path} is a folder`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(12), 0, 12, 0)
    return buffer.toString('latin1', 4, Math.max(4, bytesRead)).startsWith('ftyp')
  } finally {
    await file.close()
  }
}
