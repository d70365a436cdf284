import type { Pen } from '../../../charts/pen.ts'
import { place } from '../../../charts/scale.ts'
import { cut, drawLine } from '../../picture/draw-axis.ts'
import type { Ink } from '../../picture/use-tokens.ts'
import { alphaOf, drawLines, type Stroke } from './draw-lines.ts'
import { type Lines, shareOf } from './lines.ts'

interface Whole {
  readonly picked: readonly number[]
  readonly isBrushed: boolean
  readonly colourOf: Stroke['colourOf']
  readonly ink: Ink
}

/** All layers in one, as a file has them. */
export function drawWhole(pen: Pen, lines: Lines, { picked, isBrushed, colourOf, ink }: Whole): void {
  const all = Array.from({ length: lines.count }, (_, at) => at)
  if (isBrushed) drawLines(pen, lines, { indexes: all, colourOf: () => ink.line, alpha: 0.5, width: 1 })
  drawLines(pen, lines, { indexes: picked, colourOf, alpha: alphaOf(picked.length), width: 1.25 })
  drawAxes(pen, lines, { ink, hasTitles: true })
}

/** The axes with their values, and their names where nothing else shows them. */
export function drawAxes(pen: Pen, lines: Lines, { ink, hasTitles }: { ink: Ink; hasTitles: boolean }): void {
  const share = shareOf(lines)
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
