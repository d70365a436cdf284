import { place, type Scale, ticksOf } from './scale.ts'
import type { Band } from './band.ts'
import type { Series } from './series.ts'

/** A curve with how it is drawn. */
export interface Curve {
  readonly series: Series
  /** A colour of the canvas, resolved. */
  readonly colour: string
  /** Values of a smoothed line, one per bucket of `base`; the curve itself is drawn faint behind it. */
  readonly smoothed?: { readonly base: Series; readonly values: readonly number[] }
  readonly isFaint: boolean
}

export interface Plot {
  readonly x: Scale
  readonly y: Scale
  readonly curves: readonly Curve[]
  readonly bands: readonly { readonly band: Band; readonly colour: string }[]
  readonly ink: { readonly line: string; readonly text: string; readonly font: string }
  readonly formatX: (value: number) => string
  readonly formatY: (value: number) => string
}

/** Draws lines of the grid with their values, then every curve. Nothing is drawn outside of the axes. */
export function draw(context: CanvasRenderingContext2D, plot: Plot): void {
  drawGrid(context, plot)
  const { x, y } = plot
  context.save()
  context.beginPath()
  context.rect(x.start, y.end - 1, x.end - x.start, y.start - y.end + 2)
  context.clip()
  context.lineJoin = 'round'
  for (const curve of plot.curves) drawCurve(context, plot, curve)
  for (const band of plot.bands) drawBand(context, plot, band)
  context.restore()
}

function drawGrid(context: CanvasRenderingContext2D, { x, y, ink, formatX, formatY }: Plot): void {
  context.font = ink.font
  context.lineWidth = 1
  context.strokeStyle = ink.line
  context.fillStyle = ink.text
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  for (const value of ticksOf(y, Math.max(2, (y.start - y.end) / 40))) {
    const at = Math.round(place(y, value)) + 0.5
    line(context, [x.start, at], [x.end, at])
    context.fillText(formatY(value), x.start - 6, at)
  }
  context.textBaseline = 'top'
  context.textAlign = 'center'
  for (const value of ticksOf(x, Math.max(2, (x.end - x.start) / 90))) {
    const at = Math.round(place(x, value)) + 0.5
    line(context, [at, y.start], [at, y.start + 4])
    context.fillText(formatX(value), at, y.start + 7)
  }
  line(context, [x.start, y.start + 0.5], [x.end, y.start + 0.5])
}

type Pixel = readonly [x: number, y: number]

function line(context: CanvasRenderingContext2D, from: Pixel, to: Pixel): void {
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...to)
  context.stroke()
}

function drawCurve(context: CanvasRenderingContext2D, { x, y }: Plot, { series, colour, smoothed, isFaint }: Curve): void {
  context.strokeStyle = colour
  context.lineWidth = 1.5
  context.globalAlpha = isFaint ? 0.15 : smoothed === undefined ? 1 : 0.28
  drawExtremes(context, { x, y }, series)
  drawHoles(context, { x, y }, series)
  if (smoothed !== undefined) {
    context.globalAlpha = isFaint ? 0.2 : 1
    context.lineWidth = 2
    drawLine(context, { x, y }, smoothed)
  }
  context.globalAlpha = 1
}

/** Through the first, the least, the greatest and the last value of each bucket: no spike is lost, however narrow. */
function drawExtremes(context: CanvasRenderingContext2D, { x, y }: Pick<Plot, 'x' | 'y'>, series: Series): void {
  const { from, to, first, last, min, max, count } = series
  const top = y.end - 4
  const bottom = y.start + 4
  const clamp = (pixel: number) => Math.min(bottom, Math.max(top, pixel))
  let isDrawing = false
  context.beginPath()
  for (let at = 0; at < from.length; at++) {
    const start = place(x, from[at] ?? 0)
    const end = place(x, to[at] ?? 0)
    const values = count[at] === 1 ? [first[at]] : [first[at], min[at], max[at], last[at]]
    for (const [index, value] of values.entries()) {
      const pixel = clampInfinite(place(y, value ?? Number.NaN), value, { top, bottom })
      if (Number.isNaN(pixel)) {
        if (index === 0) isDrawing = false
        continue
      }
      const across = index === 0 ? start : index === values.length - 1 ? end : (start + end) / 2
      if (isDrawing) context.lineTo(across, clamp(pixel))
      else context.moveTo(across, clamp(pixel))
      isDrawing = true
    }
    if (from.length === 1) context.arc(start, clamp(place(y, first[at] ?? 0)), 2, 0, 2 * Math.PI)
  }
  context.stroke()
}

/** Infinite values stand at the edge; a logarithm's zero and less are not shown. */
function clampInfinite(pixel: number, value: number | undefined, { top, bottom }: { top: number; bottom: number }): number {
  if (value === Infinity) return top
  if (value === -Infinity) return bottom
  return pixel
}

/** The mean as a line, and how far runs lie from it as an area. */
function drawBand(context: CanvasRenderingContext2D, { x, y }: Plot, { band, colour }: Plot['bands'][number]): void {
  const at = band.x.map((value) => place(x, value))
  context.fillStyle = colour
  context.globalAlpha = 0.2
  context.beginPath()
  for (const [index, across] of at.entries()) context.lineTo(across, place(y, band.high[index] ?? Number.NaN))
  for (let index = at.length - 1; index >= 0; index--) context.lineTo(at[index] ?? 0, place(y, band.low[index] ?? Number.NaN))
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = colour
  context.lineWidth = 2
  context.beginPath()
  for (const [index, across] of at.entries()) context.lineTo(across, place(y, band.mean[index] ?? Number.NaN))
  context.stroke()
}

/** Where values are NaN, ticks on the floor of the chart say so. */
function drawHoles(context: CanvasRenderingContext2D, { x, y }: Pick<Plot, 'x' | 'y'>, { from, nanCount }: Series): void {
  context.beginPath()
  for (let at = 0; at < from.length; at++) {
    if ((nanCount[at] ?? 0) === 0) continue
    const across = place(x, from[at] ?? 0)
    context.moveTo(across, y.start - 6)
    context.lineTo(across, y.start)
  }
  context.stroke()
}

function drawLine(
  context: CanvasRenderingContext2D,
  { x, y }: Pick<Plot, 'x' | 'y'>,
  { base, values }: { base: Series; values: readonly number[] },
): void {
  let isDrawing = false
  context.beginPath()
  for (const [at, value] of values.entries()) {
    const pixel = place(y, value)
    if (Number.isNaN(pixel)) {
      isDrawing = false
      continue
    }
    const across = (place(x, base.from[at] ?? 0) + place(x, base.to[at] ?? 0)) / 2
    if (isDrawing) context.lineTo(across, pixel)
    else context.moveTo(across, pixel)
    isDrawing = true
  }
  context.stroke()
}
