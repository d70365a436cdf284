import type { Frame } from './y4m.ts'

/** How sharp a frame is: the variance of its Laplacian, which edges make large and blur makes small. */
export function measureSharpness({ width, height, luma }: Omit<Frame, 'chroma'>): number {
  let count = 0
  let sum = 0
  let squares = 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const around = (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - width] ?? 0) + (luma[at + width] ?? 0)
      const laplacian = around - 4 * (luma[at] ?? 0)
      count += 1
      sum += laplacian
      squares += laplacian * laplacian
    }
  }
  const mean = sum / Math.max(1, count)
  return squares / Math.max(1, count) - mean * mean
}
