import type { Frame } from './y4m.ts'

const [BLACK, WHITE] = [16, 235]

/** How well a frame is exposed: 1 where its mean brightness is half way between black and white, 0 where all of it is black, or white. */
export function measureExposure({ luma }: Pick<Frame, 'luma'>): number {
  let sum = 0
  for (const value of luma) sum += Math.min(WHITE, Math.max(BLACK, value))
  const mean = (sum / Math.max(1, luma.length) - BLACK) / (WHITE - BLACK)
  return 1 - Math.abs(2 * mean - 1)
}
