import { DOT, drawDots, type Pixel } from './draw-marks.ts'
import type { Pen } from './pen.ts'
import { type Axes, placer } from './scale.ts'
import type { Series } from './series.ts'

/** A curve with how it is drawn. */
export interface Curve {
  readonly series: Series
  /** A colour of the canvas, resolved. */
  readonly colour: string
  /** Lengths of strokes and gaps; empty for a line without. */
  readonly dash: readonly number[]
}

/** A curve as it is, pale where an average of it is drawn over it. */
export function drawCurve(pen: Pen, scales: Axes, { series, colour, dash }: Curve): void {
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

/** Buckets narrower than that are one column of pixels. */
const COLUMN = 1.5
/** Pixels outside of the axes where a line leads that leaves them. */
const OUTSIDE = 4

/** Through the first, the least, the greatest and the last value of each bucket: no spike is lost, however narrow. */
function drawExtremes(pen: Pen, { x, y }: Axes, { from, to, first, last, min, max, count }: Series): void {
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

/** Where values are NaN, or have no logarithm, ticks on the floor of the chart say so. */
function drawHoles(pen: Pen, { x, y }: Axes, { from, min, nanCount }: Series): void {
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
function drawSmoothed(pen: Pen, { x, y }: Axes, { to, smoothed, count, nanCount }: Series): void {
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
