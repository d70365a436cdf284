import type { Pen } from '../../../charts/pen.ts'
import { place } from '../../../charts/scale.ts'
import type { Axis } from '../../picture/axis.ts'
import { drawLine } from '../../picture/draw-axis.ts'
import { drawRows, type RowLayout } from '../../picture/rows.ts'
import type { Ink } from '../../picture/use-tokens.ts'
import type { BarRow } from './bars.ts'

interface Look {
  readonly axis: Axis
  readonly layout: RowLayout
  readonly ink: Ink
  /** Resolved colour of a metric of a row. */
  readonly colourOf: (row: BarRow, metric: number) => string
}

/** Bars from zero; of means a line as far as one standard deviation to both sides. */
export function drawBars(pen: Pen, rows: readonly BarRow[], { axis, layout, ink, colourOf }: Look): void {
  drawRows(pen, axis, { layout, names: rows.map(({ name }) => name), ink })
  const zero = place(axis.scale, 0)
  for (const [at, row] of rows.entries()) {
    const tall = Math.min(24, layout.rowHeight * 0.74) / row.bars.length
    const top = layout.top + (at + 0.5) * layout.rowHeight - (tall * row.bars.length) / 2
    for (const [metric, bar] of row.bars.entries()) {
      if (bar === undefined) continue
      const end = place(axis.scale, bar.mean)
      const y = top + metric * tall
      pen.fillStyle = colourOf(row, metric)
      pen.fillRect(Math.min(zero, end), y, Math.max(1, Math.abs(end - zero)), Math.max(1, tall - 1))
      if (bar.deviation === 0) continue
      const [from, to] = [bar.mean - bar.deviation, bar.mean + bar.deviation].map((value) => place(axis.scale, value)) as [number, number]
      const middle = y + (tall - 1) / 2
      // On a rim of the surface: it can be told from the bar it ends in, whatever the colour of that is.
      for (const [colour, width] of [
        [ink.surface, 4],
        [ink.text, 1.5],
      ] as const) {
        pen.strokeStyle = colour
        pen.lineWidth = width
        drawLine(pen, [from, middle], [to, middle])
        for (const x of [from, to]) drawLine(pen, [x, middle - 3], [x, middle + 3])
      }
    }
  }
  pen.strokeStyle = ink.soft
  pen.lineWidth = 1
  drawLine(pen, [Math.round(zero) + 0.5, layout.top], [Math.round(zero) + 0.5, layout.bottom])
}
