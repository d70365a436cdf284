import { useLayoutEffect, useRef } from 'react'
import type { Pen } from '../../charts/pen.ts'

interface Props {
  readonly width: number
  readonly height: number
  readonly draw: (pen: Pen) => void
  /** What it shows, for whom does not see it; absent where an element around it says so. */
  readonly label?: string
}

/** A canvas as sharp as the screen, drawn again whenever `draw` is another function. */
export function DrawnCanvas({ width, height, draw, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const context = canvas.current === null ? null : clearCanvas(canvas.current, { width, height })
    if (context !== null) draw(context)
  }, [width, height, draw])
  return (
    <canvas
      ref={canvas}
      style={{ width, height }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  )
}

/** Makes a canvas empty, with a pixel of its own for each of the screen's. */
function clearCanvas(canvas: HTMLCanvasElement, size: { width: number; height: number }): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio
  canvas.width = size.width * ratio
  canvas.height = size.height * ratio
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}
