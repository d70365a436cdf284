import { startFfmpeg } from './ffmpeg.ts'
import { VideoError } from './video-error.ts'
import { type Frame, writeY4m } from './y4m.ts'

/** A frame in colour, as a PNG file. */
export async function encodePng(frame: Frame, ffmpeg?: string): Promise<Buffer> {
  const args = ['-f', 'yuv4mpegpipe', '-i', '-', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-']
  const encoding = await startFfmpeg(ffmpeg, args, writeY4m(frame))
  const parts: Uint8Array[] = []
  for await (const part of encoding.output) parts.push(part)
  const { code, complaints } = await encoding.ended
  if (code !== 0) throw new VideoError('NoDecoder', `ffmpeg made no picture: ${complaints.trim()}`)
  return Buffer.concat(parts)
}
