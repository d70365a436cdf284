import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFfmpeg } from '../extract-best-frame/ffmpeg.ts'

/** Paths of videos: one that is whole, and one for each thing that may be wrong. */
export interface SampleVideos {
  readonly clip: string
  readonly cutOff: string
  readonly soundOnly: string
  readonly notAVideo: string
  readonly missing: string
}

/**
 * Two seconds of a moving test picture, as a camera would take them: it is out of focus, then too dark, then sharp and well lit in frame 15
 * alone, then too bright, and out of focus again.
 */
const picture = 'testsrc2=size=320x180:rate=12:duration=2'
const camera = [
  "gblur=sigma=5:enable='lt(n,6)'",
  "gblur=sigma=2:enable='between(n,6,9)'",
  "eq=brightness=-0.4:enable='between(n,10,13)'",
  "gblur=sigma=1:enable='eq(n,14)+eq(n,16)'",
  "eq=brightness=0.4:enable='between(n,17,20)'",
  "gblur=sigma=3:enable='gte(n,21)'",
].join(',')

/** Has ffmpeg make H.264 in MP4, of about 40 kB, and spoils copies of it. */
export async function makeSampleVideos(folder: string): Promise<SampleVideos> {
  const place = (name: string): string => join(folder, name)
  const videos = {
    clip: place('clip.mp4'),
    cutOff: place('cut-off.mp4'),
    soundOnly: place('sound.wav'),
    notAVideo: place('notes.mp4'),
    missing: place('missing.mp4'),
  }
  const form = ['-c:v', 'libx264', '-threads', '1', '-pix_fmt', 'yuv420p', '-movflags', '+faststart']
  await make(['-f', 'lavfi', '-i', picture, '-vf', camera, ...form, videos.clip])
  await make(['-f', 'lavfi', '-i', 'sine=duration=1', videos.soundOnly])
  const bytes = await readFile(videos.clip)
  await writeFile(videos.cutOff, bytes.subarray(0, Math.floor(bytes.length / 2)))
  await writeFile(videos.notAVideo, 'Remember to take the video.\n')
  return videos
}

async function make(args: readonly string[]): Promise<void> {
  const { ended } = await startFfmpeg(undefined, ['-y', ...args])
  const { code, complaints } = await ended
  if (code !== 0) throw new Error(`ffmpeg made no sample: ${complaints.trim()}`)
}
