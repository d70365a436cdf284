import type { Pen } from '../../../charts/pen.ts'
import { place } from '../../../charts/scale.ts'
import { type Axis, spreadOf } from '../../picture/axis.ts'
import { drawLine } from '../../picture/draw-axis.ts'
import { drawRows, type RowLayout } from '../../picture/rows.ts'
import type { Ink } from '../../picture/use-tokens.ts'
import type { Box } from '../../statistics/spread.ts'

export interface BoxRow {
  readonly name: string
  /** Resolved. */
  readonly colour: string
  readonly values: readonly number[]
  readonly box: Box
}

/** Groups of so few runs show each of them. */
const FEW = 40

export function drawBoxes(pen: Pen, rows: readonly BoxRow[], { axis, layout, ink }: { axis: Axis; layout: RowLayout; ink: Ink }): void {
  drawRows(pen, axis, { layout, names: rows.map(({ name }) => name), ink })
  for (const [at, { box, colour, values }] of rows.entries()) {
    const middle = layout.top + (at + 0.5) * layout.rowHeight
    const half = Math.min(10, layout.rowHeight * 0.34)
    const x = (value: number) => place(axis.scale, value)
    pen.strokeStyle = colour
    pen.fillStyle = colour
    pen.lineWidth = 1.5
    drawLine(pen, [x(box.low), middle], [x(box.quartile1), middle])
    drawLine(pen, [x(box.quartile3), middle], [x(box.high), middle])
    for (const end of [box.low, box.high]) drawLine(pen, [x(end), middle - half / 2], [x(end), middle + half / 2])
    pen.beginPath()
    pen.rect(x(box.quartile1), middle - half, Math.max(1, x(box.quartile3) - x(box.quartile1)), 2 * half)
    pen.globalAlpha = 0.22
    pen.fill()
    pen.globalAlpha = 1
    pen.stroke()
    pen.lineWidth = 3
    drawLine(pen, [x(box.median), middle - half], [x(box.median), middle + half])
    const isFew = values.length <= FEW
    for (const [index, value] of (isFew ? values : box.outliers).entries()) {
      const aside = isFew ? spreadOf(index) * half * 1.4 : 0
      pen.globalAlpha = isFew ? 0.8 : 0.55
      pen.beginPath()
      pen.arc(x(value), middle + aside, 2.2, 0, 2 * Math.PI)
      pen.fill()
    }
    pen.globalAlpha = 1
  }
}
