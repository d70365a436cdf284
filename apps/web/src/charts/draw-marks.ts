import type { Pen } from './pen.ts'

export type Pixel = readonly [x: number, y: number]

/** The radius of a point that has no line. Pixels. */
export const DOT = 2.5

export function line(pen: Pen, from: Pixel, to: Pixel): void {
  pen.beginPath()
  pen.moveTo(...from)
  pen.lineTo(...to)
  pen.stroke()
}

/** What is too short for a line: a point without a neighbour, or a run that took a moment of a long axis. Never paled. */
export function drawDots(pen: Pen, dots: readonly Pixel[]): void {
  pen.globalAlpha = 1
  pen.beginPath()
  for (const [pixel, height] of dots) {
    pen.moveTo(pixel + DOT, height)
    pen.arc(pixel, height, DOT, 0, 2 * Math.PI)
  }
  pen.fill()
}
