import { useEffect, type RefObject } from 'react'
import { drawing, type Plot } from './draw.ts'
import { spread } from './frames.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Draws a plot on a canvas behind the one that is shown, over as many frames as it takes, and shows it when it is whole: what was there stays
 * until then.
 */
export function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, plot: Plot | undefined, { width, height }: Size): void {
  useEffect(() => {
    const shown = canvas.current
    if (shown === null || width === 0) return
    const ratio = window.devicePixelRatio
    const back = document.createElement('canvas')
    back.width = width * ratio
    back.height = height * ratio
    const pen = back.getContext('2d', { willReadFrequently: true })
    if (pen === null) return
    pen.scale(ratio, ratio)
    return spread(plot === undefined ? [].values() : painted(pen, plot), () => {
      shown.width = back.width
      shown.height = back.height
      if (plot !== undefined) shown.getContext('2d')?.drawImage(back, 0, 0)
    })
  }, [canvas, plot, width, height])
}

/** Browsers keep what is to be painted until they must: reading a pixel after each step makes it be done in that step's own time. */
function* painted(pen: CanvasRenderingContext2D, plot: Plot): Generator<void, void> {
  for (const _ of drawing(pen, plot)) {
    pen.getImageData(0, 0, 1, 1)
    yield
  }
}
