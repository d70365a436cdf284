import type { Pen } from '../../../charts/pen.ts'
import { place } from '../../../charts/scale.ts'
import { cut, drawLine } from '../../picture/draw-axis.ts'
import type { Ink } from '../../picture/use-tokens.ts'
import type { Lines } from './lines.ts'

interface Stroke {
  readonly colourOf: (index: number) => string
  readonly alpha: number
  readonly width: number
}

/** What lines are drawn with: a canvas of a worker has it too. */
type LinePen = Pick<Pen, 'beginPath' | 'moveTo' | 'lineTo' | 'stroke' | 'globalAlpha' | 'lineJoin' | 'lineWidth' | 'strokeStyle'>

/** Draws the lines of some runs. */
export function drawLines(
  pen: LinePen,
  lines: Pick<Lines, 'x' | 'y' | 'none'>,
  { indexes, colourOf, alpha, width }: Stroke & { indexes: Iterable<number> },
): void {
  pen.lineWidth = width
  pen.globalAlpha = alpha
  pen.lineJoin = 'bevel'
  for (const index of indexes) {
    pen.strokeStyle = colourOf(index)
    pen.beginPath()
    for (const [axis, x] of lines.x.entries()) {
      const y = lines.y[axis]?.[index] ?? lines.none
      if (axis === 0) pen.moveTo(x, y)
      else pen.lineTo(x, y)
    }
    // A single axis has ticks in the place of lines.
    if (lines.x.length === 1) pen.lineTo((lines.x[0] ?? 0) + 12, lines.y[0]?.[index] ?? lines.none)
    pen.stroke()
  }
  pen.globalAlpha = 1
}

/** The axes with their values, and their names where nothing else shows them. */
export function drawAxes(pen: Pen, lines: Lines, { ink, hasTitles }: { ink: Ink; hasTitles: boolean }): void {
  const share = lines.x.length < 2 ? 200 : (lines.x[1] ?? 0) - (lines.x[0] ?? 0)
  pen.font = ink.font
  pen.lineWidth = 1
  for (const [at, axis] of lines.axes.entries()) {
    const x = Math.round(lines.x[at] ?? 0) + 0.5
    pen.strokeStyle = ink.soft
    drawLine(pen, [x, lines.top], [x, lines.bottom])
    pen.textAlign = 'left'
    pen.textBaseline = 'middle'
    for (const { value, label } of axis.ticks) {
      const y = Math.round(place(axis.scale, value)) + 0.5
      drawLine(pen, [x - 3, y], [x, y])
      const text = cut(label, at === lines.axes.length - 1 ? MARGIN_TEXT : share - 12)
      // On a rim of the surface, so that it can be read over the lines.
      pen.fillStyle = ink.surface
      pen.globalAlpha = 0.75
      pen.fillRect(x + 3, y - 7, text.length * 6.2 + 2, 14)
      pen.globalAlpha = 1
      pen.fillStyle = ink.text
      pen.fillText(text, x + 4, y)
    }
    pen.fillStyle = ink.soft
    pen.textAlign = 'center'
    if (lines.y[at]?.includes(lines.none) === true) pen.fillText('none', x, lines.none + 7)
    if (!hasTitles) continue
    pen.textBaseline = 'top'
    pen.fillStyle = ink.text
    pen.fillText(cut(axis.column.field.title, share - 6), x, 8)
  }
}

const MARGIN_TEXT = 42
