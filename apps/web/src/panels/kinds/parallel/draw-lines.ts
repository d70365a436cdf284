import type { Pen } from '../../../charts/pen.ts'
import type { Ink } from '../../picture/use-tokens.ts'
import type { Lines } from './lines.ts'

export interface Stroke {
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

/** The line under the mouse, on a rim of the surface, so that it can be told from those it crosses. */
export function drawPointed(
  pen: LinePen,
  lines: Lines,
  { index, colourOf, ink }: { index: number; colourOf: Stroke['colourOf']; ink: Ink },
): void {
  drawLines(pen, lines, { indexes: [index], colourOf: () => ink.surface, alpha: 1, width: 6 })
  drawLines(pen, lines, { indexes: [index], colourOf, alpha: 1, width: 3 })
}

/** How solid lines are: where there are many one sees where they lie close. */
export function alphaOf(count: number): number {
  return count > 2_000 ? 0.25 : count > 300 ? 0.45 : 0.85
}
