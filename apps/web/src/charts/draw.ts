import type { Band } from './band.ts'
import type { Pen } from './pen.ts'
import { place, placer, type Scale, ticksOf } from './scale.ts'
import type { Series } from './series.ts'

/** A curve with how it is drawn. */
export interface Curve {
  readonly series: Series
  /** A colour of the canvas, resolved. */
  readonly colour: string
  /** Lengths of strokes and gaps; empty for a line without. */
  readonly dash: readonly number[]
}

export interface Plot {
  readonly x: Scale
  readonly y: Scale
  readonly curves: readonly Curve[]
  readonly bands: readonly { readonly band: Band; readonly colour: string; readonly dash: readonly number[] }[]
  readonly ink: { readonly line: string; readonly text: string; readonly font: string }
  /** What is written at lines of the grid. */
  readonly labelX: (ticks: readonly number[]) => readonly string[]
  readonly labelY: (ticks: readonly number[]) => readonly string[]
}

/**
 * Draws lines of the grid with their values, then every curve, and stops after each: who draws many lets the page do something else in
 * between. Nothing is drawn outside of the axes.
 */
export function* drawing(pen: Pen, plot: Plot): Generator<void, void> {
  drawGrid(pen, plot)
  pen.save()
  clipToAxes(pen, plot)
  for (const curve of plot.curves) {
    drawCurve(pen, plot, curve)
    yield
  }
  for (const band of plot.bands) drawBand(pen, plot, band)
  pen.restore()
}

/** The same at once. */
export function draw(pen: Pen, plot: Plot): void {
  for (const _ of drawing(pen, plot));
}

/** Draws some curves alone, over a drawing that has the rest. */
export function drawOver(pen: Pen, plot: Pick<Plot, 'x' | 'y'>, curves: readonly Curve[]): void {
  pen.save()
  clipToAxes(pen, plot)
  for (const curve of curves) drawCurve(pen, plot, curve)
  pen.restore()
}

function clipToAxes(pen: Pen, { x, y }: Pick<Plot, 'x' | 'y'>): void {
  pen.beginPath()
  pen.rect(x.start - DOT, y.end - 1, x.end - x.start + 2 * DOT, y.start - y.end + 2)
  pen.clip()
  // Mitred corners of a spike would reach far beyond its value.
  pen.lineJoin = 'bevel'
}

function drawGrid(pen: Pen, { x, y, ink, labelX, labelY }: Plot): void {
  pen.font = ink.font
  pen.lineWidth = 1
  pen.strokeStyle = ink.line
  pen.fillStyle = ink.text
  pen.textBaseline = 'middle'
  pen.textAlign = 'right'
  const rows = ticksOf(y, Math.max(2, (y.start - y.end) / 40))
  const rowLabels = labelY(rows)
  for (const [index, value] of rows.entries()) {
    const at = Math.round(place(y, value)) + 0.5
    line(pen, [x.start, at], [x.end, at])
    pen.fillText(rowLabels[index] ?? '', x.start - 6, at)
  }
  pen.textBaseline = 'top'
  pen.textAlign = 'center'
  const columns = ticksOf(x, Math.max(2, (x.end - x.start) / 90))
  const columnLabels = labelX(columns)
  for (const [index, value] of columns.entries()) {
    const at = Math.round(place(x, value)) + 0.5
    line(pen, [at, y.start], [at, y.start + 4])
    pen.fillText(columnLabels[index] ?? '', at, y.start + 7)
  }
  line(pen, [x.start, y.start + 0.5], [x.end, y.start + 0.5])
}

type Pixel = readonly [x: number, y: number]

function line(pen: Pen, from: Pixel, to: Pixel): void {
  pen.beginPath()
  pen.moveTo(...from)
  pen.lineTo(...to)
  pen.stroke()
}

function drawCurve(pen: Pen, scales: Pick<Plot, 'x' | 'y'>, { series, colour, dash }: Curve): void {
  const isSmoothed = series.smoothed.length > 0
  pen.strokeStyle = colour
  pen.fillStyle = colour
  pen.lineWidth = 1.5
  pen.globalAlpha = isSmoothed ? 0.28 : 1
  pen.setLineDash([...dash])
  drawExtremes(pen, scales, series)
  pen.setLineDash([])
  drawHoles(pen, scales, series)
  if (isSmoothed) {
    pen.globalAlpha = 1
    pen.lineWidth = 2
    pen.setLineDash([...dash])
    drawSmoothed(pen, scales, series)
    pen.setLineDash([])
  }
  pen.globalAlpha = 1
}

/** The radius of a point that has no line. Pixels. */
const DOT = 2.5
/** Buckets narrower than that are one column of pixels. */
const COLUMN = 1.5
/** Pixels outside of the axes where a line leads that leaves them. */
const OUTSIDE = 4

/** Through the first, the least, the greatest and the last value of each bucket: no spike is lost, however narrow. */
function drawExtremes(pen: Pen, { x, y }: Pick<Plot, 'x' | 'y'>, { from, to, first, last, min, max, count }: Series): void {
  const top = y.end - OUTSIDE
  const bottom = y.start + OUTSIDE
  const across = placer(x)
  const up = placer(y)
  /** Infinite values stand at the edge; what is no number, or has no logarithm, stands nowhere. */
  const heightOf = (value: number) => {
    if (value === Infinity) return top
    if (value === -Infinity) return y.isLog ? Number.NaN : bottom
    const pixel = up(value)
    return pixel < top ? top : pixel > bottom ? bottom : pixel
  }
  const dots: Pixel[] = []
  let isDrawing = false
  /** The corners of what was drawn since the line last broke. */
  let [left, right, upper, lower] = [0, 0, 0, 0]
  const go = (pixel: number, height: number) => {
    // NaN is not equal to itself.
    if (height !== height) return
    if (isDrawing) {
      pen.lineTo(pixel, height)
      right = pixel
      if (height < upper) upper = height
      else if (height > lower) lower = height
    } else {
      pen.moveTo(pixel, height)
      left = right = pixel
      upper = lower = height
    }
    isDrawing = true
  }
  const breakOff = () => {
    if (isDrawing && right - left < 2 * DOT && lower - upper < 2 * DOT) dots.push([(left + right) / 2, (upper + lower) / 2])
    isDrawing = false
  }
  pen.beginPath()
  for (let at = 0; at < from.length; at++) {
    const start = across(from[at] as number)
    const begins = heightOf(first[at] as number)
    if (begins !== begins) breakOff()
    if (count[at] === 1) {
      go(start, begins)
      continue
    }
    const end = across(to[at] as number)
    const ends = heightOf(last[at] as number)
    const [low, high] = [heightOf(min[at] as number), heightOf(max[at] as number)]
    // The extreme that is nearer to where the bucket begins comes first: lines then cross the column once.
    const isLowFirst = Math.abs(begins - low) <= Math.abs(begins - high)
    const middle = end - start < COLUMN ? start : (start + end) / 2
    if (end - start >= COLUMN) go(start, begins)
    go(middle, isLowFirst ? low : high)
    go(middle, isLowFirst ? high : low)
    go(end - start < COLUMN ? start : end, ends)
    if (ends !== ends) breakOff()
  }
  breakOff()
  pen.stroke()
  drawDots(pen, dots)
}

/** What is too short for a line: a point without a neighbour, or a run that took a moment of a long axis. Never paled. */
function drawDots(pen: Pen, dots: readonly Pixel[]): void {
  pen.globalAlpha = 1
  pen.beginPath()
  for (const [pixel, height] of dots) {
    pen.moveTo(pixel + DOT, height)
    pen.arc(pixel, height, DOT, 0, 2 * Math.PI)
  }
  pen.fill()
}

/** The mean as a line, and how far runs lie from it as an area. */
function drawBand(pen: Pen, { x, y }: Plot, { band, colour, dash }: Plot['bands'][number]): void {
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

/** Where values are NaN, or have no logarithm, ticks on the floor of the chart say so. */
function drawHoles(pen: Pen, { x, y }: Pick<Plot, 'x' | 'y'>, { from, min, nanCount }: Series): void {
  const across = placer(x)
  pen.beginPath()
  for (let at = 0; at < from.length; at++) {
    if ((nanCount[at] ?? 0) === 0 && !(y.isLog && (min[at] ?? 1) <= 0)) continue
    const pixel = across(from[at] as number)
    pen.moveTo(pixel, y.start - 6)
    pen.lineTo(pixel, y.start)
  }
  pen.stroke()
}

/** The average stands at the last point of each bucket. */
function drawSmoothed(pen: Pen, { x, y }: Pick<Plot, 'x' | 'y'>, { to, smoothed, count, nanCount }: Series): void {
  const across = placer(x)
  const up = placer(y)
  let isDrawing = false
  pen.beginPath()
  for (let at = 0; at < to.length; at++) {
    const height = up(smoothed[at] as number)
    // An average goes on through a hole, but there is nothing to see in one.
    if (Number.isNaN(height) || count[at] === nanCount[at]) {
      isDrawing = false
      continue
    }
    if (isDrawing) pen.lineTo(across(to[at] as number), height)
    else pen.moveTo(across(to[at] as number), height)
    isDrawing = true
  }
  pen.stroke()
}
