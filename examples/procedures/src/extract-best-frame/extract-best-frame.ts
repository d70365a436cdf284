import { decodeVideo } from './decode-video.ts'
import { encodePng } from './encode-png.ts'
import { measureExposure } from './exposure.ts'
import { measureSharpness } from './sharpness.ts'
import { VideoError } from './video-error.ts'
import type { Frame } from './y4m.ts'

export interface FrameScore {
  /** Number of the frame, from 0. */
  readonly index: number
  /** Variance of the Laplacian of its brightness. */
  readonly sharpness: number
  /** From 0 to 1. */
  readonly exposure: number
  /** Sharpness times exposure: a frame that is sharp, but hardly to be seen, is no good one. */
  readonly score: number
}

export interface BestFrame extends FrameScore {
  /** Frames that were looked at. */
  readonly frames: number
  /** The frame as a PNG file. */
  readonly png: Buffer
}

export interface ExtractionOptions {
  /** The program; default: that of a package. */
  readonly ffmpeg?: string | undefined
  /** Is told of each step that is done: `open-video`, `score-frames`, `write-frame`. */
  readonly onStep?: (name: string) => void
  /** Is told of each frame as soon as it is scored. */
  readonly onFrame?: (score: FrameScore) => void
}

/** Picks the best frame of a video. It knows nothing of tracking. Holds two frames at a time. Rejects with a VideoError. */
export async function extractBestFrame(path: string, options: ExtractionOptions = {}): Promise<BestFrame> {
  const { ffmpeg, onStep = ignore, onFrame = ignore } = options
  let best: { readonly score: FrameScore; readonly frame: Frame } | undefined
  let frames = 0
  for await (const frame of decodeVideo(path, ffmpeg)) {
    if (frames === 0) onStep('open-video')
    const score = scoreFrame(frame, frames)
    onFrame(score)
    if (best === undefined || score.score > best.score.score) best = { score, frame }
    frames += 1
  }
  if (best === undefined) throw new VideoError('NoFrames', `${path} has no frames`)
  onStep('score-frames')
  const png = await encodePng(best.frame, ffmpeg)
  onStep('write-frame')
  return { ...best.score, frames, png }
}

function scoreFrame(frame: Frame, index: number): FrameScore {
  const [sharpness, exposure] = [measureSharpness(frame), measureExposure(frame)]
  return { index, sharpness, exposure, score: sharpness * exposure }
}

function ignore(): void {}
