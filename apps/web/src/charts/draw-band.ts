import type { Band } from './band.ts'
import { drawDots, line } from './draw-marks.ts'
import type { Pen } from './pen.ts'
import { type Axes, placer } from './scale.ts'

/** The mean of some runs with how it is drawn. */
export interface DrawnBand {
  readonly band: Band
  /** A colour of the canvas, resolved. */
  readonly colour: string
  readonly dash: readonly number[]
}

/** The mean as a line, and how far runs lie from it as an area. */
export function drawBand(pen: Pen, { x, y }: Axes, { band, colour, dash }: DrawnBand): void {
  const at = band.x.map(placer(x))
  const up = placer(y)
  pen.fillStyle = colour
  pen.globalAlpha = 0.2
  pen.beginPath()
  for (const [index, across] of at.entries()) pen.lineTo(across, up(band.high[index] ?? Number.NaN))
  for (let index = at.length - 1; index >= 0; index--) pen.lineTo(at[index] ?? 0, up(band.low[index] ?? Number.NaN))
  pen.fill()
  pen.globalAlpha = 1
  pen.strokeStyle = colour
  pen.lineWidth = 2
  pen.setLineDash([...dash])
  pen.beginPath()
  for (const [index, across] of at.entries()) pen.lineTo(across, up(band.mean[index] ?? Number.NaN))
  pen.stroke()
  pen.setLineDash([])
  if (at.length === 1) drawMoment(pen, at[0] ?? 0, { mean: up(band.mean[0] ?? 0), low: up(band.low[0] ?? 0), high: up(band.high[0] ?? 0) })
}

/** A band of a single x: a point, and a line as far as runs lie from it. */
function drawMoment(pen: Pen, x: number, { mean, low, high }: { mean: number; low: number; high: number }): void {
  if (low !== high) line(pen, [x, low], [x, high])
  drawDots(pen, [[x, mean]])
}
