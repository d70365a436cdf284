import { drawLines } from './draw-lines.ts'
import type { Lines } from './lines.ts'

/** Lines that are to be drawn; it goes to a worker, so it holds nothing but values. */
export interface LineDrawing {
  readonly lines: Pick<Lines, 'x' | 'y' | 'none'>
  /** Which runs, in the order in which they are drawn. */
  readonly indexes: Uint32Array
  /** Per run, which of the colours it has. */
  readonly shades: Uint16Array
  readonly palette: readonly string[]
  readonly alpha: number
  /** Pixels. */
  readonly stroke: number
}

export interface LineSheet {
  readonly width: number
  readonly height: number
  /** Pixels of the screen for one of the page. */
  readonly ratio: number
  readonly drawing: LineDrawing
}

/** Lines of one frame: what takes longer would keep a newer drawing waiting. */
const SLICE = 250

/** Draws thousands of lines over several frames, in a worker or in the page. Another drawing takes the place of one that is not done. */
export function createLinePainter(
  canvas: OffscreenCanvas | HTMLCanvasElement,
  onDrawn: (lines: number) => void,
): (sheet: LineSheet) => void {
  let frame = 0
  return ({ width, height, ratio, drawing }) => {
    cancelAnimationFrame(frame)
    canvas.width = width * ratio
    canvas.height = height * ratio
    const context = canvas.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const { lines, indexes, shades, palette, alpha, stroke } = drawing
    const colourOf = (index: number) => palette[shades[index] ?? 0] ?? ''
    let at = 0
    const step = () => {
      drawLines(context, lines, { indexes: indexes.subarray(at, at + SLICE), colourOf, alpha, width: stroke })
      at = Math.min(indexes.length, at + SLICE)
      onDrawn(at)
      if (at < indexes.length) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }
}

/** Colours by number, so that they go over in two bytes per run. */
export function shadesOf(count: number, colourOf: (index: number) => string): Pick<LineDrawing, 'shades' | 'palette'> {
  const palette = new Map<string, number>()
  const shades = Uint16Array.from({ length: count }, (_, index) => {
    const colour = colourOf(index)
    const known = palette.get(colour)
    if (known !== undefined) return known
    palette.set(colour, palette.size)
    return palette.size - 1
  })
  return { shades, palette: [...palette.keys()] }
}
