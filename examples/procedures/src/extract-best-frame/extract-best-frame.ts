import { readFile } from 'node:fs/promises'
import { toPng } from './png.ts'
import { measureSharpness } from './sharpness.ts'
import { readFrames } from './video.ts'

export interface BestFrame {
  /** From 0. */
  readonly index: number
  readonly sharpness: number
  /** Of every frame, in order. */
  readonly scores: readonly number[]
  /** The frame as a PNG file. */
  readonly png: Buffer
}

/** Picks the sharpest frame of a video. It knows nothing of tracking; `onStep` is told of each step that is done. */
export async function extractBestFrame(path: string, onStep: (name: string) => void = () => undefined): Promise<BestFrame> {
  const frames = readFrames(await readFile(path))
  onStep('read-frames')
  const scores = frames.map(measureSharpness)
  const sharpness = Math.max(...scores)
  const index = scores.indexOf(sharpness)
  onStep('score-frames')
  const best = frames[index]
  if (best === undefined) throw new Error('no frame is sharper than the others')
  const png = toPng(best)
  onStep('write-frame')
  return { index, sharpness, scores, png }
}
